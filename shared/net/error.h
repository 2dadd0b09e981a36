#pragma once
// Why a connection could not be made, or ended: a stable code for programs, a sentence for people.
#include <cstdint>
#include <string>

#include <boost/system/error_code.hpp>

#include "shared/identity/channel.h"
#include "shared/identity/noise_cipher.h"

namespace cairn {

enum class NetFault : std::uint8_t {
    unresolved = 1,      // the host's name has no address
    unreachable = 2,     // no address of the host took the connection
    timed_out = 3,       // the deadline passed
    closed = 4,          // the other side closed, between two frames
    cut = 5,             // the connection broke, or was closed in the middle of something
    handshake = 6,       // the other side holds another key, or speaks another protocol
    channel = 7,         // what came was changed on the way, or has not the form of the channel
    frame_too_long = 8,  // a frame beyond the limit was announced
    over_budget = 9,     // too many bytes came before authentication
    unproven = 10,       // it ended before the other side had shown who it is: it was stopped just
                         // then, or knows another key; nothing tells which
};

struct NetError {
    NetFault fault = NetFault::cut;
    std::string sentence;
};

NetError net_error(NetFault fault);
NetError net_error(NoiseFault fault);
NetError net_error(ChannelFault fault);
// A socket's error on a connection that stood.
NetError net_error(const boost::system::error_code& error);

}  // namespace cairn
