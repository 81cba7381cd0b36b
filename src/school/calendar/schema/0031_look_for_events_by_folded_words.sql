-- Both titles as base::fold writes them, a line each. What is there already is folded as far as SQL can; each change folds it wholly.
ALTER TABLE calendar_event ADD COLUMN titles_folded TEXT NOT NULL DEFAULT '';
UPDATE calendar_event SET titles_folded = lower(title || ' ' || title_es);
