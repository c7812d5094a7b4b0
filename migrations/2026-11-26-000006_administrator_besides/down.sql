-- One role again: who is administrator besides keeps that, since nobody could give it back.
UPDATE users SET role = 'admin', municipality = NULL WHERE administrator = 'yes';
ALTER TABLE users DROP COLUMN administrator;
