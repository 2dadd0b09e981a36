#include "shared/net/error.h"

#include <boost/asio/error.hpp>

namespace cairn {
namespace {

const char* sentence_of(NetFault fault) {
    switch (fault) {
        case NetFault::unresolved:
            return "The server's name is not known here. Check the address and the network.";
        case NetFault::unreachable:
            return "The server does not answer at its address. Check that it runs, and the "
                   "network.";
        case NetFault::timed_out:
            return "The other side was silent for too long.";
        case NetFault::closed:
            return "The other side closed the connection.";
        case NetFault::cut:
            return "The connection broke.";
        case NetFault::handshake:
            return "The other side is not who it should be.";
        case NetFault::channel:
            return "What came over the connection cannot be trusted.";
        case NetFault::frame_too_long:
            return "The other side announced a message longer than the limit.";
        case NetFault::over_budget:
            return "The other side sent too much before it said who it is.";
        case NetFault::unproven:
            return "The connection ended before the server had proven who it is: it was stopped "
                   "just then, or another one answers at this address.";
    }
    return "Unknown fault.";
}

}  // namespace

NetError net_error(NetFault fault) { return {fault, sentence_of(fault)}; }

NetError net_error(NoiseFault fault) {
    return {NetFault::handshake, std::string(sentence_of(fault))};
}

NetError net_error(ChannelFault fault) {
    NetFault net_fault = NetFault::channel;
    if (fault == ChannelFault::frame_too_long) net_fault = NetFault::frame_too_long;
    if (fault == ChannelFault::over_budget) net_fault = NetFault::over_budget;
    return {net_fault, std::string(sentence_of(fault))};
}

NetError net_error(const boost::system::error_code& error) {
    if (error == boost::asio::error::eof) return net_error(NetFault::closed);
    return {NetFault::cut, "The connection broke: " + error.message() + "."};
}

}  // namespace cairn
