-- Staff whom the public directory leaves out.
CREATE TABLE site_directory_left_out (
    person_id BIGINT PRIMARY KEY REFERENCES roster_person (id),
    left_out_at BIGINT NOT NULL,
    left_out_by BIGINT REFERENCES auth_account (id)
);
CREATE INDEX site_directory_left_out_by_account ON site_directory_left_out (left_out_by);
