/**
 * Where records live: the tables and columns that a model needs, and how they are brought into being. Decides placement
 * and physical names; reads and writes no records.
 */
@NullMarked
package dev.entail.storage.schema;

import org.jspecify.annotations.NullMarked;
