#pragma once
// Every domain string of the protocol, in one place: nothing is hashed, signed, derived or wrapped
// under another. schema/PROTOCOL.md section 2 explains each.
#include <string_view>

namespace cairn::domain {

inline constexpr std::string_view envelope_hash = "cairn/1 envelope";
inline constexpr std::string_view envelope_header = "cairn/1 envelope header";
inline constexpr std::string_view envelope_signature = "cairn/1 envelope signature";
inline constexpr std::string_view envelope_key = "cairn/1 envelope key";
inline constexpr std::string_view envelope_nonce = "cairn/1 envelope nonce";
inline constexpr std::string_view change_identity = "cairn/1 change";
inline constexpr std::string_view record_hash = "cairn/1 roster record";
inline constexpr std::string_view record_signature = "cairn/1 roster signature";
inline constexpr std::string_view device_statement = "cairn/1 device statement";
inline constexpr std::string_view receipt_signature = "cairn/1 roster receipt";
inline constexpr std::string_view epoch_id = "cairn/1 epoch";
inline constexpr std::string_view epoch_commitment = "cairn/1 epoch commitment";
inline constexpr std::string_view epoch_sealed = "cairn/1 epoch sealed key";
inline constexpr std::string_view epoch_wrapped = "cairn/1 epoch wrapped key";
inline constexpr std::string_view member_name = "cairn/1 member name";
inline constexpr std::string_view invite_sign_seed = "cairn/1 invite signing seed";
inline constexpr std::string_view invite_box_seed = "cairn/1 invite box seed";
inline constexpr std::string_view hello_proof = "cairn/1 hello proof";
inline constexpr std::string_view invite_proof = "cairn/1 invite proof";
inline constexpr std::string_view invite_use = "cairn/1 invite use";
inline constexpr std::string_view ticket_proof = "cairn/1 ticket proof";
inline constexpr std::string_view server_channel = "cairn/1 server channel key";
inline constexpr std::string_view checkpoint_signature = "cairn/1 checkpoint";
inline constexpr std::string_view running_hash = "cairn/1 running hash";
inline constexpr std::string_view frontier_digest = "cairn/1 frontier";
inline constexpr std::string_view derived_item = "cairn/1 derived item";
inline constexpr std::string_view heads_hash = "cairn/1 heads hash";
inline constexpr std::string_view view_hash = "cairn/1 view hash";
inline constexpr std::string_view link_checksum = "cairn/1 link checksum";
inline constexpr std::string_view recovery_sign_seed = "cairn/1 recovery signing seed";
inline constexpr std::string_view recovery_channel_seed = "cairn/1 recovery channel seed";
inline constexpr std::string_view recovery_box_seed = "cairn/1 recovery box seed";
inline constexpr std::string_view kit_row = "cairn/1 kit row";
inline constexpr std::string_view member_devices = "cairn/1 member devices";
inline constexpr std::string_view six_words = "cairn/1 six words";
inline constexpr std::string_view server_line = "cairn/1 server line";
inline constexpr std::string_view lan_device = "cairn/1 lan device";
inline constexpr std::string_view presence_signature = "cairn/1 presence";
inline constexpr std::string_view approved_heads = "cairn/1 approved heads";

}  // namespace cairn::domain
