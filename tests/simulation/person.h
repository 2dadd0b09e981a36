#pragma once
// Somebody at a laptop, who does at random whatever people do: every kind of field, one edit or a
// hundred, forms held open while the world goes on, second thoughts.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/engine/change_builder.h"
#include "client/engine/text_editing.h"
#include "tests/simulation/laptop_machine.h"
#include "tests/simulation/typed_mark.h"

namespace cairn::simulation {

class Person {
public:
    Person(Setting& setting, LaptopMachine& laptop) : setting_(&setting), laptop_(&laptop) {}

    void act();
    [[nodiscard]] bool is_at(const LaptopMachine& laptop) const { return laptop_ == &laptop; }

private:
    // A form that somebody has open: it replaces what it showed when it was opened.
    struct Form {
        merge::Cell cell;
        std::vector<replica::EditRow> shown;
        std::vector<merge::EditId> shown_ids;
    };
    // How much of "an edit replaces what is shown" holds for a change.
    enum class Replaces : std::uint8_t {
        all_heads,  // each cell ends with one head
        some,       // forms and undo: other heads may stand beside
    };
    using Done = Result<replica::Committed, engine::EngineError>;

    void make_item();
    void set_fields();
    void unset_field();
    void label();
    void vote();
    void link();
    void unlink();
    void move();
    void order();
    void trash();
    void restore();
    void resolve();
    void undo();
    void undo_named();
    void redo();
    void undo_at_once();
    void write_many();
    void write_lost();
    void open_text();
    void type_text();
    void open_form();
    void commit_form();
    void draft();
    void edit_draft(const std::string& name);
    void comment();
    void look_into_inbox();

    [[nodiscard]] std::optional<ItemId> any_item();
    [[nodiscard]] ItemId any_parent();
    [[nodiscard]] std::string words();
    void write_any(engine::ChangeBuilder& change, const ItemId& item);
    void note(const char* what, const Done& done, Replaces replaces = Replaces::all_heads);
    void check_heads(const replica::Committed& committed);
    void record(const replica::Committed& committed);
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return setting_->below(bound); }
    [[nodiscard]] engine::Workspace& workspace() { return laptop_->workspace(); }
    [[nodiscard]] WallTime wall() const { return laptop_->wall(); }

    Setting* setting_;
    LaptopMachine* laptop_;
    std::vector<Form> forms_;
    std::vector<std::pair<merge::Cell, engine::OpenText>> texts_;  // open in an editor
    std::uint64_t forms_life_ = 0;  // the process that holds them open
};

}  // namespace cairn::simulation
