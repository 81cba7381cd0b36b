-- Machines write one Message-ID into all that they send, and a list sends a copy of what also came directly. What a message says tells it apart from others,
-- also when its text is forgotten. Empty: it came before this was kept.
ALTER TABLE mail_received ADD COLUMN content_hash TEXT NOT NULL DEFAULT '';

CREATE INDEX mail_letter_came_back ON mail_letter (came_back_at) WHERE came_back_at IS NOT NULL;
CREATE INDEX mail_received_held ON mail_received (link) WHERE state = 'held';
CREATE INDEX mail_stopped_address_letter ON mail_stopped_address (letter_id);
