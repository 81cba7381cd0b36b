CREATE TABLE inventory_model (
    id IDENTITY,
    kind TEXT NOT NULL CHECK (kind IN ('chromebook', 'laptop', 'desktop', 'tablet', 'phone', 'printer', 'projector', 'display', 'camera',
                                       'document_camera', 'switch', 'access_point', 'server', 'peripheral', 'other')),
    manufacturer TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    number TEXT NOT NULL DEFAULT '',
    -- End of the maker's support for the model, such as a Chromebook's auto-update expiration; imported again and again, since it moves.
    support_ends_on TEXT,
    UNIQUE (manufacturer, name_folded, number)
);

CREATE TABLE inventory_device (
    id IDENTITY,
    -- Unguessable; printed in the QR code of the label.
    label_token TEXT NOT NULL UNIQUE,
    asset_tag TEXT,
    asset_tag_folded TEXT,
    serial TEXT,
    serial_folded TEXT,
    name TEXT NOT NULL DEFAULT '',
    model_id BIGINT NOT NULL REFERENCES inventory_model (id),
    -- The words that are known to every school; the district's own word for it stays in raw_status.
    status TEXT NOT NULL CHECK (status IN ('ordered', 'in_stock', 'spare', 'assigned', 'loaner_out', 'in_repair', 'at_vendor', 'lost', 'stolen',
                                           'parts_donor', 'retired', 'disposed')),
    raw_status TEXT NOT NULL DEFAULT '',
    school_id BIGINT REFERENCES roster_org (id),
    room TEXT NOT NULL DEFAULT '',
    -- What an import said about place and holder when it names nobody and no place that we know.
    unknown_location TEXT NOT NULL DEFAULT '',
    unknown_holder TEXT NOT NULL DEFAULT '',
    holder_id BIGINT REFERENCES roster_person (id),
    purchased_on TEXT,
    cost_cents BIGINT,
    currency TEXT NOT NULL DEFAULT 'USD',
    supplier TEXT NOT NULL DEFAULT '',
    order_number TEXT NOT NULL DEFAULT '',
    funding_source TEXT NOT NULL DEFAULT '',
    warranty_ends_on TEXT,
    -- Of this device when it differs from its model.
    support_ends_on TEXT,
    os_version TEXT NOT NULL DEFAULT '',
    org_unit TEXT NOT NULL DEFAULT '',
    mac_address TEXT NOT NULL DEFAULT '',
    last_seen_at BIGINT,
    notes TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    external_id TEXT,
    content_hash TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
-- Tags and serials are unique among devices that have them; a tag is never used again.
CREATE UNIQUE INDEX inventory_device_by_tag ON inventory_device (asset_tag_folded) WHERE asset_tag_folded IS NOT NULL;
CREATE UNIQUE INDEX inventory_device_by_serial ON inventory_device (serial_folded) WHERE serial_folded IS NOT NULL;
CREATE UNIQUE INDEX inventory_device_by_external ON inventory_device (source, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX inventory_device_of_school ON inventory_device (school_id, room);
CREATE INDEX inventory_device_of_holder ON inventory_device (holder_id);
CREATE INDEX inventory_device_of_model ON inventory_device (model_id);
CREATE INDEX inventory_device_by_status ON inventory_device (status, id);
