/**
 * Who is calling: credentials become a principal, and calls from outside go through a door that takes nobody's word for it.
 * Knows no protocol; how credentials travel is for the application.
 */
@NullMarked
package dev.entail.builtins.principal;

import org.jspecify.annotations.NullMarked;
