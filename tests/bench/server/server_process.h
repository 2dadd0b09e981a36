#pragma once
// The real program, cairn-server, as a process of its own on a loopback port.
#include <cstdint>
#include <filesystem>
#include <memory>

#include <sys/types.h>

#include "server/store/sqlite_store.h"
#include "shared/identity/server.h"
#include "shared/net/address.h"
#include "tests/support/temporary_folder.h"

namespace cairn::bench {

// The folder of a server that does not run yet: keys and an empty store.
class ServerFolder {
public:
    ServerFolder();
    [[nodiscard]] const ServerSecrets& secrets() const { return secrets_; }
    [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "data"; }
    // To prepare workspaces in. Not while the server runs.
    [[nodiscard]] std::unique_ptr<server::SqliteStore> open_store();

private:
    test::TemporaryFolder folder_;
    SystemRandom random_;
    ServerSecrets secrets_;
};

class ServerProcess {
public:
    // Started when it returns: it listens. Finds cairn-server beside this program.
    explicit ServerProcess(const ServerFolder& folder);
    ~ServerProcess();  // SIGTERM, and waits
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    [[nodiscard]] const HostAddress& address() const { return address_; }
    [[nodiscard]] std::int64_t resident_bytes() const;
    [[nodiscard]] double cpu_seconds() const;

private:
    pid_t pid_ = -1;
    HostAddress address_;
};

// As many sockets as the system lets one process have.
void allow_many_sockets();

}  // namespace cairn::bench
