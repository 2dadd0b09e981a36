#include "tests/unit/client/engine/two_members.h"

#include <stdexcept>

#include "client/engine/item_commands.h"
#include "client/engine/server_contact.h"
#include "shared/roster/build.h"
#include "shared/roster/server_statement.h"
#include "shared/roster/statements.h"

namespace cairn::engine {
namespace {

template <class Result>
auto need(Result result) {
    if (!result) throw std::runtime_error(result.error().sentence);
    return std::move(*result);
}

}  // namespace

TwoMembers::TwoMembers() : server_(SigningKey::make(random_)) {
    const DeviceSecrets ada = DeviceSecrets::make(random_);
    const DeviceSecrets ben = DeviceSecrets::make(random_);
    ada_.emplace(need(Workspace::make(
        {folder_.file("ada.cairn"), {}}, DeviceSecrets(ada), "Ada", random_, now())));
    ServerAddress address;
    address.sign = server_.public_key_as<ServerId>();
    address.host = "plan.example";
    address.port = 7447;
    save_server(*ada_, address);
    const InviteSecret secret(std::array<std::uint8_t, 16>{1, 2, 3});
    const auto by = [&](const DeviceSecrets& device) {
        return Author{ada_->roster(), device, now()};
    };
    append(*ada_,
           make_invite_opened(
               by(ada), secret, {.role_cap = Role::editor, .expires = {1'900'000'000'000}}));
    append(*ada_, need(make_invite_used(by(ben), secret, random_)));
    const EpochId epoch = ada_->roster().current_epoch()->id;
    append(*ada_, need(make_key_share(by(ada), ada_->keys(), epoch, {ben.id()}, random_)));
    constexpr std::size_t all = 64;
    ben_.emplace(need(Workspace::begin_joined({folder_.file("ben.cairn"), {}},
                                              DeviceSecrets(ben),
                                              ada_->replica().records({0}, all),
                                              "Ben",
                                              random_)));
    save_server(*ben_, address);
}

void TwoMembers::append(Workspace& workspace, const Bytes& record) {
    const RecordPlace place{.workspace = workspace.id(),
                            .index = {workspace.roster().length().value},
                            .hash = read_record(record)->hash};
    const replica::StoredRecord stored{
        .bytes = record, .receipt = sign_receipt(server_, place, {}).signature, .incarnation = {}};
    need(workspace.adopt_records(std::span(&stored, 1)));
}

ItemId TwoMembers::make(Workspace& workspace, const std::string& title) {
    return need(new_item(workspace, {"task", title, {}, {}}, now())).item;
}

void TwoMembers::add_laptop(Workspace& workspace) {
    const DeviceSecrets added = DeviceSecrets::make(random_);
    const DeviceEntry& adder = *workspace.roster().device(workspace.device()->id());
    append(workspace,
           make_device_added(Author{workspace.roster(), *workspace.device(), now()},
                             introduce(added, claim_by_device(workspace.id(), adder))));
}

WallTime TwoMembers::now() { return {now_ms_ += 1000}; }

}  // namespace cairn::engine
