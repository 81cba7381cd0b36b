-- Sender and subject as they are compared: without letter case and accents. Of what came before only letter case is set aside. Empty when they are forgotten.
ALTER TABLE mail_received ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE mail_received SET search_text = lower(from_address || ' ' || from_name || ' ' || subject) WHERE raw_kept = 1;
