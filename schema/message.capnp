@0xd5a1c6f0e7b94a32;
# The conversation between a client and its server (schema/PROTOCOL.md section 11): one frame is one
# ClientMessage or one ServerMessage. Ids, hashes, keys and signatures are Data of their exact length.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("cairn::schema");

struct ClientMessage {
  union {
    hello @0 :Hello;
    rosterPull @1 :UInt64;       # index of the first record wanted
    rosterAppend @2 :ReceiptedRecord;
    pull @3 :UInt64;             # after this position; live pages follow
    pageSeen @4 :UInt64;         # bytes of page data taken since the pull
    frontier @5 :List(DeviceTips);
    fetch @6 :Fetch;
    push @7 :Push;
    presence @8 :PresenceNote;
    ping @9 :UInt64;
  }
}

struct ServerMessage {
  union {
    welcome @0 :Welcome;
    refused @1 :Refused;
    rosterPage @2 :RosterPage;
    recordAccepted @3 :RecordAccepted;
    recordRefused @4 :RecordRefused;
    page @5 :Page;
    frontierReply @6 :FrontierReply;
    pushResult @7 :PushResult;
    presence @8 :PresenceNote;
    pong @9 :UInt64;
  }
}

struct Hello {
  protocol @0 :UInt16;
  workspace @1 :Data;
  proof :union {
    device @2 :KeyProof;         # by the device's sign key
    invite @3 :KeyProof;         # by the invite's sign key
    ticket @4 :Data;             # keyed hash under the ticket's secret
  }
  cursor @5 :Cursor;
  rosterLength @6 :UInt64;
  rosterHead @7 :Data;
  frontierDigest @8 :Data;
}

struct KeyProof {
  key @0 :Data;
  signature @1 :Data;
}

struct Cursor {
  incarnation @0 :Data;
  position @1 :UInt64;
  running @2 :Data;
}

struct Receipt {
  incarnation @0 :Data;
  signature @1 :Data;
}

struct ReceiptedRecord {
  record @0 :Data;               # body, then the signature (64)
  receipt @1 :Receipt;           # may be null
}

struct Part {
  total @0 :UInt32;
  offset @1 :UInt32;
  data @2 :Data;
}

struct Tip {
  number @0 :UInt64;
  hash @1 :Data;
}

struct DeviceTips {
  device @0 :Data;
  tips @1 :List(Tip);
}

struct Fetch {
  device @0 :Data;
  tip @1 :Data;
  after @2 :UInt64;
}

struct Push {
  needed @0 :Bool;
  parts @1 :List(Part);
}

struct PresenceNote {
  device @0 :Data;
  counter @1 :UInt64;
  epoch @2 :Data;
  sealed @3 :Data;
  signature @4 :Data;
}

struct Checkpoint {
  incarnation @0 :Data;
  position @1 :UInt64;
  running @2 :Data;
  rosterLength @3 :UInt64;
  rosterHead @4 :Data;
  signature @5 :Data;
}

struct Welcome {
  checkpoint @0 :Checkpoint;
  cursorKnown @1 :Bool;
  frontierAgrees @2 :Bool;
  wallMs @3 :Int64;
  envelopeBytesMax @4 :UInt32;
  unacknowledgedBytesMax @5 :UInt32;
  idleMsMax @6 :UInt32;
}

struct Refused {
  code @0 :UInt16;
  sentence @1 :Text;
  retryAfterMs @2 :UInt32;
}

struct RosterPage {
  from @0 :UInt64;
  records @1 :List(ReceiptedRecord);
  length @2 :UInt64;
}

struct RecordAccepted {
  index @0 :UInt64;
  hash @1 :Data;
  receipt @2 :Receipt;
}

struct RecordRefused {
  hash @0 :Data;
  code @1 :UInt16;
  sentence @2 :Text;
  length @3 :UInt64;
}

struct PageEntry {
  position @0 :UInt64;
  part @1 :Part;
  held @2 :Data;                 # not empty: this envelope's hash, in place of its bytes
}

struct Page {
  fetched @0 :Bool;
  entries @1 :List(PageEntry);
  next @2 :UInt64;
  running @3 :Data;
  caughtUp @4 :Bool;
  frontierDigest @5 :Data;       # empty: not stated
}

struct FrontierReply {
  devices @0 :List(DeviceTips);
  position @1 :UInt64;
  running @2 :Data;
}

struct AcceptedPush {
  hash @0 :Data;
  position @1 :UInt64;
}

struct RefusedPush {
  hash @0 :Data;
  code @1 :UInt16;
  sentence @2 :Text;
  wanted @3 :UInt64;
}

struct PushResult {
  accepted @0 :List(AcceptedPush);
  refused @1 :List(RefusedPush);
}
