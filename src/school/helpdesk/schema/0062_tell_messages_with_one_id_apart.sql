-- Of sender, subject and words: machines write one Message-ID into all that they send. Empty: it came before this was kept.
ALTER TABLE helpdesk_mail ADD COLUMN content_hash TEXT NOT NULL DEFAULT '';
