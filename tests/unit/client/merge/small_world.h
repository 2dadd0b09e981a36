#pragma once
// A few devices that write and pull from each other, without crypto or storage. A value: copying it
// forks the world.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/merge/model.h"
#include "tests/unit/client/merge/small_replica.h"

namespace cairn::merge::testing {

inline constexpr FieldNumber title = 10;
inline constexpr FieldNumber colour = 11;
inline constexpr FieldNumber span = 12;
inline constexpr FieldNumber labels = 13;
inline constexpr FieldNumber votes = 14;
inline constexpr FieldNumber state = 15;  // a choice of 1..3
inline constexpr FieldNumber unknown = 77;

[[nodiscard]] const Schema& small_schema();
[[nodiscard]] WorkspaceId small_workspace();
[[nodiscard]] ItemId small_item(std::uint8_t number);
[[nodiscard]] std::string place_text(const ItemId& parent,
                                     std::string_view key = "80",
                                     std::uint32_t kind = 5);
[[nodiscard]] std::string order_text(const ItemId& parent, std::string_view key);

class SmallWorld {
public:
    explicit SmallWorld(std::size_t devices, Planted planted = Planted::none);

    // A change of `device`, in its sight at once. Nobody else sees it before it is sealed.
    ChangeId commit(std::size_t device, std::vector<Edit> edits, WallTime wall = {});
    // An edit over all heads that the device sees.
    [[nodiscard]] Edit over_heads(std::size_t device, const Cell& cell, std::string value) const;
    // The device's unsealed changes leave as one envelope; nothing if there are none.
    void seal(std::size_t device);
    // Seals at `from`, then brings what `to` lacks, in the order in which `from` got it.
    // False if that was nothing.
    bool pull(std::size_t to, std::size_t from);
    // Brings chosen envelopes, all at once; they must be causally ready.
    void deliver(std::size_t to, const std::vector<EnvelopeHash>& hashes);
    void sync_all();

    [[nodiscard]] std::size_t devices() const { return devices_.size(); }
    [[nodiscard]] const SmallReplica& replica(std::size_t device) const;
    [[nodiscard]] ModelState model(std::size_t device) const;  // of what the device holds
    [[nodiscard]] std::vector<EnvelopeHash> envelopes(std::size_t device) const;
    [[nodiscard]] const GraphEnvelope& envelope(const EnvelopeHash& hash) const;
    // Changes that the device had when it made this one.
    [[nodiscard]] const std::set<ChangeId>& seen_by(const ChangeId& change) const;
    [[nodiscard]] const std::map<ChangeId, std::set<ChangeId>>& known(std::size_t device) const;

private:
    struct Device {
        DeviceId id;
        SmallReplica replica;
        std::vector<EnvelopeHash> held;  // in order of arrival
        std::map<ChangeId, std::set<ChangeId>> known;
        std::map<DeviceId, EnvelopeHash> newest;
        std::vector<Change> pending;
        std::vector<EnvelopeHash> deps;  // new since the last change
        ChangeId last;
        std::uint64_t counter = 0;
    };

    void take(Device& device, const std::vector<EnvelopeHash>& hashes);

    Planted planted_;
    std::vector<Device> devices_;
    std::map<EnvelopeHash, std::shared_ptr<const GraphEnvelope>> envelopes_;
    std::map<ChangeId, std::set<ChangeId>> seen_;
};

}  // namespace cairn::merge::testing
