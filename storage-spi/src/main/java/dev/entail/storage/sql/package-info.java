/**
 * Running prepared statements: templates, binding, reading, and turning database errors into coded ones. Knows no records.
 */
@NullMarked
package dev.entail.storage.sql;

import org.jspecify.annotations.NullMarked;
