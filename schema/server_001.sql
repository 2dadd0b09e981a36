-- What a server keeps (server/store). Everything of a workspace hangs on its number here, which
-- never leaves this file.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workspace (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
    settled INTEGER NOT NULL,
    made_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE record (
    workspace INTEGER NOT NULL REFERENCES workspace,
    idx INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    bytes BLOB NOT NULL,
    receipt_incarnation BLOB CHECK (length(receipt_incarnation) = 16),
    receipt_signature BLOB CHECK (length(receipt_signature) = 64),
    PRIMARY KEY (workspace, idx)
) STRICT;

-- Whoever wrote an envelope, or is charged for one.
CREATE TABLE device (
    number INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL REFERENCES workspace,
    id BLOB NOT NULL CHECK (length(id) = 32),
    charged_bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (workspace, id)
) STRICT;

-- Dense in position. `running` is the running hash at the position.
CREATE TABLE envelope (
    workspace INTEGER NOT NULL REFERENCES workspace,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    device INTEGER NOT NULL REFERENCES device,
    number INTEGER NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    running BLOB NOT NULL CHECK (length(running) = 32),
    bytes BLOB NOT NULL,
    PRIMARY KEY (workspace, position)
) STRICT;
CREATE UNIQUE INDEX envelope_by_hash ON envelope (workspace, hash);

-- The newest envelope of every branch of every device's chain.
CREATE TABLE tip (
    workspace INTEGER NOT NULL REFERENCES workspace,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    device INTEGER NOT NULL REFERENCES device,
    number INTEGER NOT NULL,
    PRIMARY KEY (workspace, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    secret BLOB NOT NULL UNIQUE CHECK (length(secret) = 16),
    label TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    used_by BLOB CHECK (length(used_by) = 32)
) STRICT;
