-- Version 2: how much of a device's work waits here without effect, so that the limit of parked
-- bytes costs no scan (docs/decisions/088).

ALTER TABLE device ADD COLUMN parked_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;  -- 1: no room was left for more
UPDATE device SET parked_bytes =
    (SELECT coalesce(sum(length(v.bytes)), 0) FROM envelope v
     WHERE v.device = device.id AND v.state <> 2 AND v.state < 2);
