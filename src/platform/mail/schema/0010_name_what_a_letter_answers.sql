-- What a letter answers and how its reader ends such letters; and that a server gave it back after it had taken it.
ALTER TABLE mail_letter ADD COLUMN in_reply_to TEXT NOT NULL DEFAULT '';
-- Message-IDs between spaces, oldest first.
ALTER TABLE mail_letter ADD COLUMN reference_ids TEXT NOT NULL DEFAULT '';
ALTER TABLE mail_letter ADD COLUMN unsubscribe_url TEXT NOT NULL DEFAULT '';
ALTER TABLE mail_letter ADD COLUMN answers_by_itself BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mail_letter ADD COLUMN came_back_at BIGINT;
ALTER TABLE mail_letter ADD COLUMN came_back TEXT NOT NULL DEFAULT '';
CREATE INDEX mail_letter_address ON mail_letter (to_address, id);
