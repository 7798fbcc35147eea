/**
 * The entity-relation store over SQL: an open model on an open database. Each job has a room of its own below; here is only
 * the door.
 */
@NullMarked
package dev.entail.storage;

import org.jspecify.annotations.NullMarked;
