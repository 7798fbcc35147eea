/** JSON text for values and back. The only room that knows which JSON library is used. */
@NullMarked
package dev.entail.storage.json;

import org.jspecify.annotations.NullMarked;
