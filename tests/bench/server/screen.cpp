#include "tests/bench/server/screen.h"

#include <stdexcept>

#include <boost/asio/co_spawn.hpp>

#include "client/merge/place.h"
#include "shared/identity/hello_proof.h"
#include "shared/net/connect.h"
#include "shared/net/drive.h"
#include "shared/platform/system.h"

namespace cairn::bench {
namespace {

engine::Workspace make_workspace(const Team& team,
                                 const DeviceSecrets& device,
                                 const std::filesystem::path& file,
                                 Random& random) {
    std::vector<replica::StoredRecord> records;
    for (const ReceiptedRecord& record : team.records) records.push_back(engine::from_wire(record));
    auto made =
        engine::Workspace::begin_joined({file.string(), {}}, device, records, "somebody", random);
    if (!made) throw std::runtime_error(made.error().sentence);
    return std::move(*made);
}

}  // namespace

Screen::Screen(const Team& team,
               const DeviceSecrets& device,
               const std::filesystem::path& file,
               Network& network)
    : network_(network), workspace_(make_workspace(team, device, file, random_)) {}

void Screen::connect(const ServerProcess& server, const ServerSecrets& pinned) {
    connected_ = true;
    auto talking = talk(server.address(), pinned.id(), pinned.channel_key());
    boost::asio::co_spawn(
        network_.io, std::move(talking), [this](const std::exception_ptr& thrown) {
            connected_ = false;
            if (thrown) std::rethrow_exception(thrown);
            if (failure()) network_.failure = failure()->sentence;
        });
}

boost::asio::awaitable<void> Screen::talk(HostAddress address, ServerId id, ChannelKey channel) {
    const Instant deadline{net_now().ms + 30'000};
    const DeviceSecrets& device = *workspace_.device();
    const ExchangeKey own = device.channel();
    auto stream = co_await connect_stream(address, own, channel, random_, deadline);
    if (!stream) {
        network_.failure = stream.error().sentence;
        co_return;
    }
    engine::SyncDriver::Start start;
    start.proof = DeviceProof{device.id(),
                              prove_device(device.signing(), stream->handshake(), workspace_.id())};
    start.server = id;
    start.wall = platform::wall_now();
    start.now = net_now();
    driver_.emplace(workspace_, start);
    waker_.emplace(stream->waker());
    DriveLimits limits;
    auto broken = co_await drive(std::move(*stream), *this, limits);
    if (broken && !leaving_) network_.failure = broken->sentence;
}

void Screen::leave() {
    leaving_ = true;
    if (waker_) waker_->wake();
}

void Screen::receive(Bytes frame, Instant now) {
    note(driver_->on_frame(frame, now, platform::wall_now()));
}

void Screen::commit(replica::LocalEdit edit) {
    const auto committed = workspace_.commit({&edit, 1}, platform::wall_now());
    if (!committed) throw std::runtime_error(committed.error().sentence);
    if (!driver_) return;
    driver_->local_changes(platform::wall_now());
    waker_->wake();
}

void Screen::create(const ItemId& item) {
    const merge::PlaceValue place{
        .kind = 2, .parent = merge::root_item(), .key = *merge::OrderKey::from_hex("80")};
    commit({.item = item,
            .field = merge::field_place,
            .element = {},
            .value = place.to_value().canonical(),
            .over = {},
            .own_over = {}});
}

void Screen::set(const ItemId& item, merge::FieldNumber field, const std::string& value) {
    replica::LocalEdit edit{
        .item = item, .field = field, .element = {}, .value = value, .over = {}, .own_over = {}};
    if (const auto cell = workspace_.read().cell({item, field, {}})) edit.over = cell->heads;
    commit(std::move(edit));
}

std::string Screen::shown(const ItemId& item, merge::FieldNumber field) {
    const auto cell = workspace_.read().cell({item, field, {}});
    return cell ? cell->value : "";
}

}  // namespace cairn::bench
