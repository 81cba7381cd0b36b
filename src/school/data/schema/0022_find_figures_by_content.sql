-- The same content frozen twice is found by its hash.
CREATE INDEX data_figure_by_hash ON data_figure (sha256);
