-- Addressee and subject as they are compared: without letter case and accents. Of what came before only letter case is set aside.
ALTER TABLE mail_letter ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE mail_letter SET search_text = lower(to_address || ' ' || to_name || ' ' || subject);
