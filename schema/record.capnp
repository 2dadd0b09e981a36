@0xd4a6b1c87e20f953;
# A record of the roster, without its signature (schema/PROTOCOL.md section 9). Written in Cap'n
# Proto's canonical form and refused in any other, so that a record has one encoding and nothing in
# it goes unread. Every Data has a fixed length but sealedName. A new kind of record is a new member
# of the union: who does not know it stops there.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("cairn::schema");

struct Record {
  index @0 :UInt64;
  previous @1 :Data;           # hash of the record before (32); zeros in record 0
  actor @2 :Data;              # the signing device (32)
  wall @3 :Int64;              # ms since 1970 UTC, as its clock claims
  body :union {
    create @4 :Create;
    epoch @5 :Epoch;
    keyShare @6 :KeyShare;
    inviteOpened @7 :InviteOpened;
    inviteClosed @8 :InviteClosed;
    inviteUsed @9 :InviteUsed;
    deviceAdded @10 :DeviceAdded;
    memberNamed @11 :MemberNamed;
    roleChanged @12 :RoleChanged;
    memberRemoved @13 :MemberRemoved;
    deviceRevoked @14 :DeviceRevoked;
    pinsRaised @15 :PinsRaised;
  }
}

struct DeviceKeys {
  sign @0 :Data;               # Ed25519 (32)
  channel @1 :Data;            # X25519 (32)
  box @2 :Data;                # X25519 (32)
  statement @3 :Data;          # the device's own signature (64)
}

struct SealedFor {
  recipient @0 :Data;          # box key (32)
  sealed @1 :Data;             # 80
}

struct Create {
  random @0 :Data;             # 32
  member @1 :Data;             # 16
  device @2 :DeviceKeys;
}

struct Epoch {
  commitment @0 :Data;         # 32
  sealed @1 :List(SealedFor);  # ascending by recipient
  oldKey @2 :Data;             # 48, or empty in the first epoch
}

struct KeyShare {
  epoch @0 :Data;              # 32
  shares @1 :List(SealedFor);  # at least one, ascending by recipient
}

struct InviteOpened {
  sign @0 :Data;               # Ed25519 (32), the invite's id
  box @1 :Data;                # X25519 (32)
  roleCap @2 :UInt8;           # 1 owner, 2 admin, 3 editor, 4 commenter, 5 reader
  expires @3 :Int64;           # ms since 1970 UTC
  uses @4 :UInt16;
  unattended @5 :Bool;
  boundTo @6 :Data;            # a member id (16), or empty
}

struct InviteClosed {
  invites @0 :List(Data);      # 32 each, at least one, ascending
}

struct InviteUsed {
  invite @0 :Data;             # 32
  member @1 :Data;             # 16
  device @2 :DeviceKeys;
  inviteSignature @3 :Data;    # 64
}

struct DeviceAdded {
  member @0 :Data;             # 16
  device @1 :DeviceKeys;
}

struct MemberNamed {
  epoch @0 :Data;              # 32
  sealedName @1 :Data;         # nonce (24), then ciphertext
}

struct PinnedTip {
  number @0 :UInt64;
  hash @1 :Data;               # of an envelope (32)
}

struct DevicePins {
  device @0 :Data;             # 32
  tips @1 :List(PinnedTip);    # ascending by hash, at most 64; none: nothing of this device
}

# What a device wrote under a right that it loses, as far as it stays valid.
struct Pins {
  devices @0 :List(DevicePins);  # ascending, one for each device concerned
  cutsMore @1 :Bool;             # meant, though the server may hold more of them
}

struct RoleChanged {
  member @0 :Data;             # 16
  role @1 :UInt8;
  pins @2 :Pins;               # no devices, if the member may write as much as before, or more
}

struct MemberRemoved {
  member @0 :Data;             # 16
  pins @1 :Pins;
  epoch @2 :Epoch;             # the next one, sealed to all who stay
}

struct DeviceRevoked {
  device @0 :Data;             # 32
  kept @1 :List(Data);         # ascending: devices that it added and that stay
  pins @2 :Pins;
  epoch @3 :Epoch;
}

struct PinsRaised {
  loss @0 :UInt64;             # index of the record whose pins are raised
  devices @1 :List(DevicePins);  # ascending, at least one, each with tips that are new
}
