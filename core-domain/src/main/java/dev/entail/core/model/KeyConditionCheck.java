package dev.entail.core.model;

import dev.entail.core.computation.Computed;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.match.Operator;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a condition on the values of one record that every database can store with its schema (MOD-81, STO-702): null
 * tests, equality and membership, joined by AND.
 */
final class KeyConditionCheck {
    private static final Set<Operator> OPERATORS =
            EnumSet.of(Operator.IS_NULL, Operator.IS_NOT_NULL, Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN);

    private final RecordModel record;
    private final String path;
    private final String code;
    private final Problems problems;

    KeyConditionCheck(RecordModel record, String path, Problems problems) {
        this(record, path, "DECL_CONSTRAINT", problems);
    }

    KeyConditionCheck(RecordModel record, String path, String code, Problems problems) {
        this.record = record;
        this.path = path;
        this.code = code;
        this.problems = problems;
    }

    void check(Match condition) {
        if (!(condition instanceof Match.All)) {
            walk(condition);
        }
    }

    private void walk(Match match) {
        switch (match) {
            case Match.And and when !and.parts().isEmpty() -> and.parts().forEach(this::walk);
            case Match.Or or when isMembershipOrNull(or) -> or.parts().forEach(this::walk);
            case Match.Comparison comparison -> comparison(comparison);
            case Match.All all -> shape("An empty notIn holds for every record");
            case Match.Or or ->
                shape(or.parts().isEmpty() ? "An empty in holds for no record" : "'or' is not possible");
            case Match.And and -> shape("An empty 'and' says nothing");
            case Match.Not not -> shape("'not' is not possible");
            case Match.Exists exists -> shape("'exists' is not possible");
        }
    }

    /** What {@link Match#in} makes of a list with a null in it. */
    private static boolean isMembershipOrNull(Match.Or or) {
        return or.parts().size() == 2
                && or.parts().get(0) instanceof Match.Comparison in
                && in.operator() == Operator.IN
                && or.parts().get(1) instanceof Match.Comparison isNull
                && isNull.operator() == Operator.IS_NULL
                && in.path().equals(isNull.path());
    }

    private void comparison(Match.Comparison comparison) {
        ValueModel value = record.values().get(comparison.path());
        if (value == null) {
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    path,
                    record.name() + " has no value '" + comparison.path() + "'"
                            + Suggestion.forName(
                                    comparison.path(), record.values().keySet()),
                    "The condition looks at values of the record itself; use one of "
                            + record.values().keySet());
        } else if (!OPERATORS.contains(comparison.operator())) {
            shape("Operator " + comparison.operator() + " is not possible");
        } else if (value.computation() instanceof Computed) {
            problems.add(
                    "SETUP_CONSTRAINT_ATTRIBUTE",
                    path,
                    "'" + comparison.path() + "' is computed from other values of the record",
                    "Look at what it is computed from");
        } else if (!comparison.operator().isNullTest()) {
            operands(value, comparison);
        }
    }

    private void operands(ValueModel value, Match.Comparison comparison) {
        if (ConstraintCheck.isStructured(value) || value.property().type() == ValueType.TIMESTAMP) {
            shape("'" + comparison.path() + "' is " + value.property() + ", which can only be asked for null");
            return;
        }
        List<Object> operands = new ArrayList<>();
        if (comparison.operand() instanceof List<?> list) {
            operands.addAll(list);
        } else if (comparison.operand() != null) {
            operands.add(comparison.operand());
        }
        for (Object operand : operands) {
            try {
                value.property().type().normalize(operand, "The operand for '" + comparison.path() + "'");
            } catch (EntailException e) {
                problems.add(
                        code,
                        path,
                        e.getMessage(),
                        "Compare with " + value.property().type().description());
            }
        }
    }

    private void shape(String what) {
        problems.add(
                code,
                path,
                what + " in the condition",
                "Use isNull, isNotNull, eq, ne, in and notIn on values of the record, joined by and");
    }
}
