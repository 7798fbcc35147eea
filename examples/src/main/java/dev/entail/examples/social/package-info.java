/** A small social network: posts, likes, and everything that follows from them. Start reading at {@link SocialModel}. */
@NullMarked
package dev.entail.examples.social;

import org.jspecify.annotations.NullMarked;
