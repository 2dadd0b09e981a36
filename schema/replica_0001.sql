-- A workspace file, version 1. Inside, everything has a small number; hashes and ids stand once.
-- docs/SQL.md describes the views at the end, which are for people; the tables may change.

CREATE TABLE meta(
    name TEXT PRIMARY KEY,  -- workspace, own_device, schema_version, cursor_*, checkpoint, ...
    value
) WITHOUT ROWID;
CREATE TABLE note(name TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE name(what TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
                  PRIMARY KEY(what, number)) WITHOUT ROWID;  -- of kinds, fields and link types

CREATE TABLE record(
    id INTEGER PRIMARY KEY,  -- index in the roster, from 0
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,     -- body and signature, as received
    receipt BLOB,
    incarnation BLOB         -- that the receipt names
);

CREATE TABLE device(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, member BLOB);
CREATE TABLE sitting(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL UNIQUE);

-- Where this device stands. One row.
CREATE TABLE own(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    lane INTEGER NOT NULL,           -- 0 before the first change
    last_change INTEGER NOT NULL,    -- 0: none
    sealed_change INTEGER NOT NULL,  -- the newest that is in an envelope
    pending INTEGER NOT NULL,        -- changes after that one
    tip INTEGER NOT NULL,            -- newest envelope of this device's branch, 0: none
    changes INTEGER NOT NULL,        -- of everybody, so that nobody need count
    edits INTEGER NOT NULL
);
INSERT INTO own VALUES(1, 0, 0, 0, 0, 0, 0, 0);

-- The graph of changes. A lane is a path through it in which each change follows the one before as
-- its device's next; ids ascend along it. A void envelope counts as a change without identity.
CREATE TABLE lane(
    id INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    parent INTEGER NOT NULL,  -- the change after which it branches off, 0: begins the device's chain
    first INTEGER NOT NULL,
    last INTEGER NOT NULL     -- not kept for the own lane: own.last_change
);
CREATE INDEX lane_parent ON lane(parent);
CREATE TABLE change(
    id INTEGER PRIMARY KEY,   -- its edits have the ids id + 1 to id + edits
    lane INTEGER NOT NULL,
    predecessor INTEGER NOT NULL,
    lamport INTEGER NOT NULL,
    wall INTEGER NOT NULL,
    sitting INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    edits INTEGER NOT NULL,
    envelope INTEGER NOT NULL,  -- the first that brought it, 0: pending
    identity BLOB
);
-- From change `since` of `lane` on, all of lane `other` up to change `upto` is in the causal past.
CREATE TABLE known(
    lane INTEGER NOT NULL,
    other INTEGER NOT NULL,
    since INTEGER NOT NULL,
    upto INTEGER NOT NULL,
    PRIMARY KEY(lane, other, since)
) WITHOUT ROWID;
CREATE TABLE dep(change INTEGER NOT NULL, envelope INTEGER NOT NULL,
                 PRIMARY KEY(change, envelope)) WITHOUT ROWID;
-- The predecessor that a run behind a void envelope names, taken as given.
CREATE TABLE given(envelope INTEGER PRIMARY KEY, identity BLOB NOT NULL);

CREATE TABLE edit(
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL,
    field INTEGER NOT NULL,
    element TEXT,      -- null: none
    value TEXT NOT NULL,
    over,              -- null: none; an edit's id; or a list (client/replica/over.h)
    before INTEGER,    -- the edit of this cell that came here before it
    status INTEGER NOT NULL
);
CREATE INDEX edit_without_effect ON edit(status, id) WHERE status <> 0;

-- Beside each edit of a text, valid or not: what the text had become when it had come.
CREATE TABLE text_state(
    edit INTEGER PRIMARY KEY,
    length INTEGER NOT NULL,    -- of the merged text, in Unicode scalar values
    edits INTEGER NOT NULL,     -- that take part: valid ones, and those that a right makes void
    inserted INTEGER NOT NULL,  -- scalar values, by all of them
    hides INTEGER NOT NULL      -- whether a right makes some of them void
);

-- What is shown. Heads other than the one shown stand in `head`.
CREATE TABLE cell(
    item INTEGER NOT NULL,
    field INTEGER NOT NULL,
    element TEXT NOT NULL,
    value TEXT,              -- null: nothing to show (no valid head, or an empty text); of a text:
                             -- the merged one
    head INTEGER NOT NULL,   -- 0: none (counters; only void edits)
    others INTEGER NOT NULL, -- further heads
    last INTEGER NOT NULL,   -- the edit that came last
    PRIMARY KEY(item, field, element)
) WITHOUT ROWID;
-- Items are named by their title, the catalog's field 10.
CREATE INDEX cell_title ON cell(value COLLATE NOCASE) WHERE field = 10;
CREATE TABLE head(
    item INTEGER NOT NULL,
    field INTEGER NOT NULL,
    element TEXT NOT NULL,
    edit INTEGER NOT NULL,
    PRIMARY KEY(item, field, element, edit)
) WITHOUT ROWID;
CREATE TABLE conflict(
    item INTEGER NOT NULL,
    field INTEGER NOT NULL,
    element TEXT NOT NULL,
    base INTEGER,  -- the nearest edit that all heads descend from
    PRIMARY KEY(item, field, element)
) WITHOUT ROWID;

CREATE TABLE item(
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,  -- base32
    kind INTEGER,              -- null: none yet
    parent INTEGER,            -- null: no place
    order_key BLOB,
    placed INTEGER,            -- the place edit in effect
    positioned INTEGER         -- the place or order edit that gave the key
);
CREATE INDEX item_children ON item(parent, order_key) WHERE parent IS NOT NULL;
INSERT INTO item(id, uid) VALUES(1, '00000000000000000000000000'), (2, '00000000000000000000000004');

-- Place and order edits in replay order (ties of lamport by edit id), each with what it replaced.
CREATE TABLE move(
    lamport INTEGER NOT NULL,
    edit INTEGER NOT NULL,
    item INTEGER NOT NULL,
    effect INTEGER NOT NULL,  -- client/replica/move_log.h
    old_parent INTEGER,
    old_key BLOB,
    old_placed INTEGER,
    old_positioned INTEGER,
    PRIMARY KEY(lamport, edit)
) WITHOUT ROWID;

CREATE TABLE link(
    item INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    type INTEGER NOT NULL,
    target INTEGER NOT NULL,
    live INTEGER NOT NULL
);
CREATE INDEX link_source ON link(source);
CREATE INDEX link_target ON link(target);

-- Envelopes. A chain is a stretch of consecutive numbers of one device.
CREATE TABLE chain(
    id INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    parent INTEGER NOT NULL  -- the envelope after which it branches off, 0: begins with number 1
);
CREATE INDEX chain_parent ON chain(parent);
CREATE TABLE envelope(
    id INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state INTEGER NOT NULL,    -- EnvelopeState
    reason INTEGER NOT NULL,   -- EnvelopeReason
    previous INTEGER NOT NULL, -- envelope, 0: none or missing
    chain INTEGER,             -- null while detached
    position INTEGER,          -- in the server's order; 0: somewhere in it; null: not known there
    last_change INTEGER NOT NULL,  -- where a dependency on this envelope ends; 0: none or not yet
    record INTEGER,            -- index of the roster head it names
    hash BLOB NOT NULL,
    changes BLOB,              -- ids of its changes (client/replica/id_list.h)
    bytes BLOB NOT NULL
);
CREATE INDEX envelope_hash ON envelope(substr(hash, 1, 8));
CREATE UNIQUE INDEX envelope_chain ON envelope(chain, number) WHERE chain IS NOT NULL;
CREATE INDEX envelope_outbox ON envelope(chain, number) WHERE position IS NULL AND chain IS NOT NULL;
CREATE INDEX envelope_waiting ON envelope(state, id) WHERE state <> 2;
CREATE TABLE waiting(
    reason INTEGER NOT NULL,   -- EnvelopeReason
    what BLOB NOT NULL,        -- hash of an envelope or a record, an epoch
    envelope INTEGER NOT NULL,
    PRIMARY KEY(what, reason, envelope)
) WITHOUT ROWID;
CREATE INDEX waiting_envelope ON waiting(envelope);
-- Applied envelopes of others that no own change depends on yet.
CREATE TABLE news(envelope INTEGER PRIMARY KEY);

CREATE VIRTUAL TABLE search USING fts5(text, tokenize = 'unicode61 remove_diacritics 2');

-- For people.

CREATE VIEW items AS
SELECT i.uid AS id, i.kind AS kind_number, n.name AS kind, p.uid AS parent,
       lower(hex(i.order_key)) AS order_key
FROM item i JOIN item p ON p.id = i.parent
LEFT JOIN name n ON n.what = 'kind' AND n.number = i.kind;

CREATE VIEW fields AS
SELECT i.uid AS item, c.field AS field_number, n.name AS field,
       substr(c.value, 1, 1) AS type, substr(c.value, 2) AS value, c.others > 0 AS several_heads
FROM cell c JOIN item i ON i.id = c.item
LEFT JOIN name n ON n.what = 'field' AND n.number = c.field
WHERE c.element = '' AND c.field > 3 AND c.value IS NOT NULL AND c.value <> 'n';

CREATE VIEW labels AS
SELECT i.uid AS item, c.field AS field_number, n.name AS field,
       substr(c.element, 2) AS label
FROM cell c JOIN item i ON i.id = c.item
LEFT JOIN name n ON n.what = 'field' AND n.number = c.field
WHERE c.element <> '' AND c.value = 'b1';

CREATE VIEW links AS
SELECT l.uid AS id, s.uid AS source, k.type AS type_number, n.name AS type, t.uid AS target
FROM link k JOIN item l ON l.id = k.item JOIN item s ON s.id = k.source
JOIN item t ON t.id = k.target
LEFT JOIN name n ON n.what = 'link' AND n.number = k.type
WHERE k.live;

CREATE VIEW changes AS
SELECT c.id AS number, lower(hex(c.identity)) AS id, lower(hex(d.key)) AS device,
       lower(hex(d.member)) AS member, c.wall AS wall_ms, c.lamport AS lamport, c.edits AS edits,
       c.envelope <> 0 AS sealed
FROM change c JOIN lane l ON l.id = c.lane JOIN device d ON d.id = l.device
WHERE c.identity IS NOT NULL;

CREATE VIEW history AS
SELECT e.id AS number, i.uid AS item, e.field AS field_number, n.name AS field,
       substr(coalesce(e.element, ''), 2) AS element, substr(e.value, 1, 1) AS type,
       substr(e.value, 2) AS value, c.wall AS wall_ms, lower(hex(d.key)) AS device,
       lower(hex(d.member)) AS member, lower(hex(c.identity)) AS change,
       CASE e.status WHEN 0 THEN 'valid' WHEN 1 THEN 'parked' ELSE 'void' END AS status
FROM edit e JOIN item i ON i.id = e.item
JOIN change c ON c.id = (SELECT max(o.id) FROM change o WHERE o.id < e.id)
JOIN lane l ON l.id = c.lane JOIN device d ON d.id = l.device
LEFT JOIN name n ON n.what = 'field' AND n.number = e.field;

CREATE VIEW conflicts AS
SELECT i.uid AS item, k.field AS field_number, n.name AS field, substr(k.element, 2) AS element,
       substr(b.value, 2) AS base, e.id = c.head AS shown, substr(e.value, 2) AS candidate,
       h.wall AS wall_ms, lower(hex(d.key)) AS device, lower(hex(d.member)) AS member
FROM conflict k JOIN item i ON i.id = k.item
JOIN cell c ON c.item = k.item AND c.field = k.field AND c.element = k.element
JOIN edit e ON e.id = c.head
    OR e.id IN (SELECT o.edit FROM head o
                WHERE o.item = k.item AND o.field = k.field AND o.element = k.element)
JOIN change h ON h.id = (SELECT max(o.id) FROM change o WHERE o.id < e.id)
JOIN lane l ON l.id = h.lane JOIN device d ON d.id = l.device
LEFT JOIN edit b ON b.id = k.base
LEFT JOIN name n ON n.what = 'field' AND n.number = k.field;

-- What people should look at, as far as tables alone can tell (docs/SQL.md).
CREATE VIEW notices AS
SELECT 'skipped_move' AS kind, i.uid AS item, h.wall AS wall_ms, lower(hex(d.key)) AS device,
       lower(hex(d.member)) AS member
FROM move m JOIN edit e ON e.id = m.edit JOIN item i ON i.id = e.item
JOIN cell c ON c.item = e.item AND c.field = e.field AND c.element = ''
JOIN change h ON h.id = (SELECT max(o.id) FROM change o WHERE o.id < e.id)
JOIN lane l ON l.id = h.lane JOIN device d ON d.id = l.device
WHERE m.effect & 1 = 0 AND e.field = 1
  AND (c.head = e.id OR EXISTS(SELECT 1 FROM head o
                               WHERE o.item = e.item AND o.field = 1 AND o.edit = e.id))
UNION ALL
SELECT 'lost', i.uid, NULL, NULL, NULL FROM item i
WHERE i.parent IS NULL AND i.id > 2
  AND EXISTS(SELECT 1 FROM cell c WHERE c.item = i.id AND c.value IS NOT NULL)
  AND NOT EXISTS(SELECT 1 FROM link k WHERE k.item = i.id);

CREATE VIEW outbox AS
SELECT v.id AS number, lower(hex(v.hash)) AS hash, lower(hex(d.key)) AS device,
       v.number AS chain_number, length(v.bytes) AS bytes
FROM envelope v JOIN device d ON d.id = v.device
WHERE v.position IS NULL AND v.chain IS NOT NULL;

CREATE VIEW parked AS
SELECT lower(hex(v.hash)) AS hash, lower(hex(d.key)) AS device, v.number AS chain_number,
       CASE v.reason WHEN 1 THEN 'an earlier envelope is missing'
                     WHEN 2 THEN 'an earlier envelope is parked'
                     WHEN 3 THEN 'an envelope that it builds on is missing'
                     WHEN 4 THEN 'a roster record is missing'
                     WHEN 5 THEN 'the key is missing'
                     WHEN 6 THEN 'a newer version of Cairn wrote it' END AS reason,
       length(v.bytes) AS bytes
FROM envelope v JOIN device d ON d.id = v.device
WHERE v.state <> 2 AND v.state < 2;
