/**
 * Event sources whose steps are functions of the application: guard, event, answer, and what follows the commit. For what
 * people ask for with a declared payload there is {@code interaction}.
 */
@NullMarked
package dev.entail.builtins.custom;

import org.jspecify.annotations.NullMarked;
