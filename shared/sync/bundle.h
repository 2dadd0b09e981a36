#pragma once
// A bundle: what one replica has of a workspace, as a file that travels by hand
// (schema/PROTOCOL.md section 15). Its pieces are messages of the conversation, so that whatever
// reads a page reads a bundle. In any order, any number of times; what is damaged harms itself
// only.
#include <optional>
#include <variant>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/wire/fault.h"
#include "shared/wire/message.h"

namespace cairn {

// How it begins.
Bytes bundle_start(const WorkspaceId& workspace);

// What follows: records with their receipts, the tips of all that its writer held, envelopes.
using BundlePiece = std::variant<RosterPage, FrontierReply, Page>;
Bytes bundle_piece(const BundlePiece& piece);

// Cuts the bytes of a file, as they come, into pieces. Holds one piece at most.
class BundleParser {
public:
    void feed(ByteView bytes);

    // Whose bundle it is; nothing before its first bytes are here. Refused if the file is no
    // bundle.
    [[nodiscard]] Result<std::optional<WorkspaceId>, WireError> workspace();

    struct Damaged {  // a piece that cannot be read; the next one may be
        WireError error;
    };
    using Next = std::variant<BundlePiece, Damaged>;
    // Nothing: more bytes are needed. Refused where the length of a piece makes no sense: then
    // nothing that follows can be found. Only after workspace() gave one.
    [[nodiscard]] Result<std::optional<Next>, WireError> next();

    // The file ended, and not between two pieces: it was cut short.
    [[nodiscard]] bool in_the_middle() const { return !begun_ || at_ < bytes_.size(); }

private:
    Bytes bytes_;
    std::size_t at_ = 0;  // what is before was taken
    bool begun_ = false;
};

}  // namespace cairn
