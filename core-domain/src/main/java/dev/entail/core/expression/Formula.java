package dev.entail.core.expression;

import java.util.List;

/** Something over variables that can be evaluated: to a number or to a truth value (RTM-06). Immutable. */
public sealed interface Formula permits Expression, Comparison {
    /** The names of its variables, each once, in the order in which they appear. */
    List<String> variables();

    /** The same formula with another expression in each place of a variable. */
    Formula replacing(String variable, Expression by);
}
