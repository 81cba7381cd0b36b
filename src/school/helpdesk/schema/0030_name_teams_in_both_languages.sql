-- Teams are named for the reader, as categories are. A name that a district chose itself stands in both until somebody writes the other.
ALTER TABLE helpdesk_team RENAME COLUMN name TO name_en;
ALTER TABLE helpdesk_team ADD COLUMN name_es TEXT NOT NULL DEFAULT '';
UPDATE helpdesk_team SET name_es = CASE name_en
    WHEN 'Technicians' THEN 'Equipo técnico'
    WHEN 'Network and systems' THEN 'Redes y sistemas'
    WHEN 'Technology integration' THEN 'Integración de tecnología'
    WHEN 'Data and records' THEN 'Datos y expedientes'
    WHEN 'Website' THEN 'Sitio web'
    WHEN 'CIO''s office' THEN 'Dirección de informática'
    ELSE name_en END;
