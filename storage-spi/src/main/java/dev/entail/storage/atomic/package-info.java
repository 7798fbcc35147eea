/**
 * Changes of single values that are one statement of the database and tell nobody: no events, nothing computed from them.
 * Says which values may be changed so; reads no records.
 */
@NullMarked
package dev.entail.storage.atomic;

import org.jspecify.annotations.NullMarked;
