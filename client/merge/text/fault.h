#pragma once
// Why a text edit, or the stored form of one, is refused. What is refused changes nothing.
#include <string_view>

namespace cairn::text {

enum class TextFault : unsigned char {
    // Verdicts: they follow from the edit and its past, alike on every replica.
    malformed,         // bytes that encode nothing
    not_text,          // invalid UTF-8, or U+0000
    nothing_done,      // an edit without patches, or a patch that removes and inserts nothing
    beyond_end,        // a position, or what is removed, lies past the end at the edit's parents
    unknown_parent,    // a parent that this history does not hold (or refused)
    too_many_parents,  // more than limits.h allows
    too_large,         // an edit, the text it leaves its author with, or its past exceeds limits.h
    // States of the document: they say nothing about the edit.
    no_room,      // this history is longer than the program can hold (limits.h)
    unfinished,   // local edits wait for commit
    needs_graph,  // opened without history, and the answer lies before what was opened
};

// One sentence for people.
[[nodiscard]] std::string_view describe(TextFault fault);

}  // namespace cairn::text
