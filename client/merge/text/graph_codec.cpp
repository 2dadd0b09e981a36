#include "client/merge/text/graph_codec.h"

#include <algorithm>
#include <optional>

#include "client/merge/text/limits.h"
#include "client/merge/text/scalars.h"
#include "shared/base/byte_io.h"
#include "shared/base/contract.h"

namespace cairn::text {
namespace {

constexpr std::uint8_t form = 1;

ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class Encoder {
public:
    explicit Encoder(const TextGraph& graph)
        : graph_(graph), order_(graph.walk_order(0)), written_as_(graph.size()) {
        for (EditNumber i = 0; i < order_.size(); ++i) written_as_[order_[i]] = i;
    }

    Bytes encode() {
        ids();
        parents();
        for (const EditNumber edit : order_) patches(edit);
        ByteWriter out;
        out.u8(form).varint(order_.size());
        for (const ByteWriter* column :
             {&ids_, &parents_, &counts_, &positions_, &removed_, &inserted_, &content_})
            out.sized(column->bytes());
        return out.take();
    }

private:
    void ids() {
        for (std::size_t i = 0; i < order_.size();) {
            const TextId& first = graph_.id_of(order_[i]);
            std::uint32_t run = 1;
            for (; i + run < order_.size(); ++run) {
                const TextId& id = graph_.id_of(order_[i + run]);
                if (id.change != first.change || id.index != first.index + run) break;
            }
            ids_.varint(run).id(first.change).varint(first.index);
            i += run;
        }
    }
    void parents() {
        std::uint64_t linear = 0;
        for (EditNumber i = 0; i < order_.size(); ++i) {
            std::vector<EditNumber> parents;
            for (const EditNumber parent : graph_.parents_of(order_[i]))
                parents.push_back(i - written_as_[parent]);
            if (parents.size() == 1 && parents.front() == 1) {
                ++linear;
                continue;
            }
            std::sort(parents.begin(), parents.end());
            parents_.varint(linear).varint(parents.size());
            for (const EditNumber back : parents) parents_.varint(back);
            linear = 0;
        }
        if (linear > 0) parents_.varint(linear);
    }
    void patches(EditNumber edit) {
        const Patches patches = graph_.patches_of(edit);
        counts_.varint(patches.size());
        for (const Patch& patch : patches) {
            const std::int64_t position = patch.position;
            positions_.signed_varint(position + patch.removed - cursor_);
            removed_.varint(patch.removed);
            inserted_.varint(patch.inserted.size());
            content_.raw(as_bytes(patch.inserted));
            cursor_ = position + static_cast<std::int64_t>(count_scalars(patch.inserted));
        }
    }

    const TextGraph& graph_;
    std::vector<EditNumber> order_;
    std::vector<EditNumber> written_as_;
    std::int64_t cursor_ = 0;
    ByteWriter ids_;
    ByteWriter parents_;
    ByteWriter counts_;
    ByteWriter positions_;
    ByteWriter removed_;
    ByteWriter inserted_;
    ByteWriter content_;
};

class Decoder {
public:
    explicit Decoder(ByteView bytes) : in_(bytes) {}

    Result<TextDocument, TextFault> decode() {
        if (in_.u8() != form) return refuse(TextFault::malformed);
        const std::uint64_t edits = in_.varint();
        for (ByteReader* column :
             {&ids_, &parents_, &counts_, &positions_, &removed_, &inserted_, &content_})
            *column = ByteReader(in_.sized(in_.left()));
        // Each edit has its byte of counts: what follows is bounded by the input.
        if (!in_.done() || edits > limits::edits_max || edits > counts_.left())
            return refuse(TextFault::malformed);
        TextDocument document;
        for (std::uint64_t i = 0; i < edits; ++i) {
            const auto edit = next_edit(document.graph());
            if (!edit) return refuse(TextFault::malformed);
            const auto patches = document.receive(*edit);
            if (!patches) return refuse(patches.error());
            if (document.graph().size() != i + 1) return refuse(TextFault::malformed);  // a repeat
        }
        return is_done() ? Result<TextDocument, TextFault>(std::move(document))
                         : refuse(TextFault::malformed);
    }

private:
    [[nodiscard]] bool is_done() const {
        return ids_.done() && parents_.done() && counts_.done() && positions_.done() &&
               removed_.done() && inserted_.done() && content_.done() && ids_in_run_ == 0 &&
               linear_ == 0;
    }
    std::optional<TextEdit> next_edit(const TextGraph& graph) {
        TextEdit edit;
        if (!read_id(edit.id) || !read_parents(graph, edit.parents)) return std::nullopt;
        const std::uint64_t patches = counts_.varint();
        if (patches > positions_.left()) return std::nullopt;
        edit.patches.reserve(patches);
        for (std::uint64_t i = 0; i < patches; ++i)
            if (!read_patch(edit.patches)) return std::nullopt;
        return counts_.ok() ? std::optional(std::move(edit)) : std::nullopt;
    }
    bool read_id(TextId& id) {
        if (ids_in_run_ == 0) {
            ids_in_run_ = ids_.varint();
            id_.change = ids_.id<ChangeId>();
            const std::uint64_t index = ids_.varint();
            if (!ids_.ok() || ids_in_run_ == 0 || index > 0xFFFFFFFF) return false;
            id_.index = static_cast<std::uint32_t>(index);
        } else {
            ++id_.index;
        }
        --ids_in_run_;
        id = id_;
        return true;
    }
    bool read_parents(const TextGraph& graph, std::vector<TextId>& parents) {
        if (!linear_known_) {
            linear_ = parents_.varint();
            linear_known_ = true;
        }
        if (linear_ > 0) {
            --linear_;
            if (graph.size() == 0) return false;
            parents.push_back(graph.id_of(graph.size() - 1));
            return true;
        }
        linear_known_ = false;
        const std::uint64_t count = parents_.varint();
        if (count > limits::parents_max) return false;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t back = parents_.varint();
            if (back == 0 || back > graph.size()) return false;
            parents.push_back(graph.id_of(graph.size() - static_cast<EditNumber>(back)));
        }
        return parents_.ok();
    }
    bool read_patch(Patches& patches) {
        const std::int64_t ends = positions_.signed_varint();
        const std::uint64_t removed = removed_.varint();
        const std::uint64_t bytes = inserted_.varint();
        const ByteView inserted = content_.raw(bytes);
        if (!positions_.ok() || !removed_.ok() || !inserted_.ok() || !content_.ok()) return false;
        constexpr std::int64_t most = limits::inserted_scalars_max;
        if (ends < -most || ends > most || removed > limits::inserted_scalars_max) return false;
        const std::int64_t position = cursor_ + ends - static_cast<std::int64_t>(removed);
        if (position < 0 || position > most) return false;
        const std::string_view text(reinterpret_cast<const char*>(inserted.data()),
                                    inserted.size());
        patches.push_back({static_cast<std::uint32_t>(position),
                           static_cast<std::uint32_t>(removed),
                           std::string(text)});
        cursor_ = position + static_cast<std::int64_t>(count_scalars(text));
        return true;
    }

    ByteReader in_;
    ByteReader ids_{{}};
    ByteReader parents_{{}};
    ByteReader counts_{{}};
    ByteReader positions_{{}};
    ByteReader removed_{{}};
    ByteReader inserted_{{}};
    ByteReader content_{{}};
    TextId id_;
    std::uint64_t ids_in_run_ = 0;
    std::uint64_t linear_ = 0;
    bool linear_known_ = false;
    std::int64_t cursor_ = 0;
};

}  // namespace

Bytes encode_graph(const TextGraph& graph) {
    CAIRN_ASSERT(graph.opened().empty());
    return Encoder(graph).encode();
}

Result<TextDocument, TextFault> decode_document(ByteView bytes) { return Decoder(bytes).decode(); }

}  // namespace cairn::text
