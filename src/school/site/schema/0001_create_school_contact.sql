CREATE TABLE site_school_contact (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES roster_org (id),
    phone TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    website TEXT NOT NULL DEFAULT ''
);
