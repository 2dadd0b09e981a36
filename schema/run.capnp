@0xb0c1f2a95d3e7714;
# A run: consecutive changes of one device, in columns (schema/PROTOCOL.md section 3). Every Data
# below is either fixed-width values end to end or LEB128 varints in minimal form, and ends exactly
# with its last value.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("cairn::schema");

struct Run {
  predecessor @0 :Data;       # identity of the change before the first one (32), or zeros
  checkpoint @1 :Data;        # the last signed statement of the server (160), or empty
  tips @2 :Data;              # envelope hashes, 32 each
  sittings @3 :Data;          # 16 each
  items @4 :Data;             # 16 each
  fieldNumbers @5 :Data;      # varints, ascending: the fields this run writes

  entryTip @6 :Data;          # 0: the own chain; k: tips[k - 1]
  entryNumber @7 :Data;       # signed difference from the entry before

  changeCount @8 :UInt32;
  changeSitting @9 :Data;     # index into sittings
  changeCounter @10 :Data;    # signed difference from the last counter of the same sitting, plus 1
  changeWall @11 :Data;       # signed difference from the change before, in ms
  changeDeps @12 :Data;       # number of deps
  deps @13 :Data;             # index into tips
  changeEdits @14 :Data;      # number of edits

  editCount @15 :UInt32;
  editItem @16 :Data;         # signed: (1 + greatest index so far) - index
  editField @17 :Data;        # index into fieldNumbers
  editOvers @18 :Data;        # number of references

  # By field, then by edit: what is alike lies side by side.
  elementLength @19 :Data;
  valueLength @20 :Data;
  elements @21 :Data;
  values @22 :Data;

  overWhere @23 :Data;        # 0: this change; 2n - 1: n changes back; 2e + 2: entry e
  overChange @24 :Data;       # for entries only: the change in that run
  overEdit @25 :Data;
}
