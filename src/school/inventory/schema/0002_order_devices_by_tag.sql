-- The order of every list of devices: by tag, else by serial.
CREATE INDEX inventory_device_in_order ON inventory_device ((COALESCE(asset_tag_folded, serial_folded, '')), id);

-- What a source said of a device the last time: a second run of the same file changes nothing, and what a person changed here since then
-- stays until the source itself says something new.
CREATE TABLE inventory_import_row (
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    device_id BIGINT NOT NULL REFERENCES inventory_device (id),
    content_hash BIGINT NOT NULL,
    PRIMARY KEY (source, external_id)
);
CREATE INDEX inventory_import_row_of_device ON inventory_import_row (device_id);
