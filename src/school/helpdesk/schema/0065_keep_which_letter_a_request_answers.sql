-- A message that became a request may answer a letter of ours about something else: a known problem, a lesson, an unmet need. Its thread ("lesson/12") and subject; empty for most.
ALTER TABLE helpdesk_mail ADD COLUMN answers_thread TEXT NOT NULL DEFAULT '';
ALTER TABLE helpdesk_mail ADD COLUMN answers_subject TEXT NOT NULL DEFAULT '';
