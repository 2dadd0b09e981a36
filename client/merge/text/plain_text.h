#pragma once
// The merge of a text field, plainly: the judge of TextDocument in tests. Every rule of DESIGN 3.2
// (text) in as few words as possible; each edit costs the whole history.
//
// Every character ever inserted stays in one list, in document order. An edit is applied as its
// author saw it: characters of edits outside its causal past are passed over ("Collaborative Text
// Editing with Eg-walker", Gentle and Kleppmann, EuroSys 2025, section 3). Concurrent insertions
// at one place are ordered by FugueMax ("The Art of the Fugue", Weidner and Kleppmann, 2023), in
// the form of Yjs's integration that the Eg-walker paper gives in its appendix.
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/merge/text/fault.h"
#include "client/merge/text/text_edit.h"
#include "shared/base/result.h"

namespace cairn::text {

class PlainText {
public:
    // Parents come before children. An edit received twice counts once.
    Result<void, TextFault> receive(const TextEdit& edit);

    // An edit void by right keeps its place for positions and order, and shows nothing. The edit is
    // known.
    void set_void(const TextId& edit, bool is_void);

    [[nodiscard]] std::string text() const;
    // The text its heads alone show, or nothing if one is unknown.
    [[nodiscard]] std::optional<std::string> text_at(const std::vector<TextId>& heads) const;
    // The edit that wrote each character of text().
    [[nodiscard]] std::vector<TextId> authors() const;

private:
    using EditNumber = std::size_t;  // in order of arrival
    using Past = std::vector<bool>;  // which edits a version holds

    struct Character {
        std::string scalar;
        EditNumber inserted_by;
        std::optional<std::size_t> origin_left;   // characters_ number; nothing: the text's start
        std::optional<std::size_t> origin_right;  // nothing: the text's end
        std::set<EditNumber> removed_by;
    };
    struct Known {
        TextId id;
        std::vector<EditNumber> parents;
        bool is_void = false;
    };

    [[nodiscard]] Past past_of(const std::vector<EditNumber>& heads) const;
    [[nodiscard]] std::optional<std::vector<EditNumber>> find(const std::vector<TextId>& ids) const;
    [[nodiscard]] bool is_there(const Character& character, const Past& past) const;
    [[nodiscard]] bool is_shown(const Character& character, const Past& past) const;
    [[nodiscard]] std::size_t length_in(const Past& past) const;
    [[nodiscard]] std::size_t place_of(std::size_t character) const;
    [[nodiscard]] std::size_t place_or_end(std::optional<std::size_t> character) const;
    [[nodiscard]] bool comes_before(EditNumber edit, EditNumber other) const;

    void remove(EditNumber edit, const Past& past, std::size_t position, std::size_t count);
    void insert(EditNumber edit, const Past& past, std::size_t position, const std::string& scalar);
    [[nodiscard]] std::size_t integrate(const Character& fresh,
                                        const Past& past,
                                        std::size_t place) const;

    std::map<TextId, EditNumber> numbers_;
    std::vector<Known> edits_;
    std::vector<Character> characters_;  // in order of arrival
    std::vector<std::size_t> order_;     // characters_ numbers in document order
};

}  // namespace cairn::text
