#pragma once
// A whole history as bytes, for the workspace file: columns, so that what is alike lies side by
// side for a compressor (client/seal/compression.h). All integers are varints; columns are sized.
//
//   form = 1 | edits
//   ids:       for each run of edits of one change with ascending indexes: edits, change (32),
//   index parents:   edits whose only parent is the edit before; then, unless the end is reached,
//   one with
//              others: how many, and how far back each lies, ascending; and so on
//   counts:    patches of each edit
//   positions: for each patch: where its removal ends, signed, from where the last insertion ended
//   removed:   for each patch
//   inserted:  for each patch, bytes
//   content:   all inserted text
//
// Edits are written a branch at a time, so that reading them back merges each branch once.
#include "client/merge/text/fault.h"
#include "client/merge/text/text_document.h"
#include "client/merge/text/text_graph.h"
#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace cairn::text {

// The graph begins with the empty text. Void edits are written like others: they are void by what
// others say of them.
[[nodiscard]] Bytes encode_graph(const TextGraph& graph);

// Reads and merges all of it. Every edit is checked as one received is: malformed, or its fault.
// Memory stays within a small multiple of the input; time is that of merging.
[[nodiscard]] Result<TextDocument, TextFault> decode_document(ByteView bytes);

}  // namespace cairn::text
