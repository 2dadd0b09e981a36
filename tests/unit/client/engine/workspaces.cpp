#include "tests/unit/client/engine/workspaces.h"

#include <gtest/gtest.h>

#include "client/engine/lookup.h"
#include "client/plan/value_text.h"

namespace cairn::engine {

Workspaces::Workspaces() {
    DeviceSecrets device = DeviceSecrets::make(random_);
    secrets_ = device.to_secret_bytes();
    auto made = Workspace::make(
        {folder_.file("here.cairn"), {}}, std::move(device), "Lead", random_, now());
    EXPECT_TRUE(made) << made.error().sentence;
    here_.emplace(std::move(*made));
}

void Workspaces::split() {
    here_->replica().database().execute("VACUUM INTO '" + folder_.file("there.cairn") + "'");
    auto opened =
        Workspace::open({folder_.file("there.cairn"), {}}, DeviceSecrets(secrets_), random_);
    ASSERT_TRUE(opened) << opened.error().sentence;
    there_.emplace(std::move(*opened));
}

void Workspaces::send(Workspace& from, Workspace& to) {
    from.seal_pending();
    std::vector<replica::Arrival> arrivals;
    for (Envelope& envelope : from.replica().lacking(to.replica().frontier(), SIZE_MAX))
        arrivals.push_back({std::move(envelope), std::nullopt});
    to.receive(arrivals, std::nullopt);
}

void Workspaces::exchange() {
    send(*here_, *there_);
    send(*there_, *here_);
    EXPECT_EQ(here_->read().hashes(), there_->read().hashes());
}

ItemId Workspaces::make(Workspace& workspace, const std::string& title, const ItemId& parent) {
    const auto made = new_item(workspace, {"task", title, parent, {}}, now());
    EXPECT_TRUE(made) << made.error().sentence;
    return made->item;
}

void Workspaces::set(Workspace& workspace, const ItemId& item, const std::string& assignment) {
    const auto parsed = parse_assignments(std::span(&assignment, 1));
    const auto done = set_fields(workspace, item, *parsed, now());
    EXPECT_TRUE(done) << done.error().sentence;
}

std::string Workspaces::shown(Workspace& workspace, const ItemId& item, const std::string& field) {
    const plan::FieldSpec& spec = *plan::find_field(field)->field;
    const auto cell = workspace.read().cell({item, spec.number, {}});
    if (!cell) return "";
    return plan::print_value(spec,
                             merge::Value::shown(cell->value).value_or(merge::Value()),
                             text_context(workspace, now()));
}

WallTime Workspaces::now() { return {now_ms_ += 1000}; }

}  // namespace cairn::engine
