package dev.entail.driver.sqlite;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.Collation;
import org.sqlite.Function;

/** Exact decimals for a database that has none: text, compared and added by Java. */
final class Decimals {
    /** Name of the collation that compares by value. */
    static final String COLLATION = "entail_decimal";

    /** Name of the function that adds two decimals. */
    static final String ADD = "entail_decimal_add";

    /** Name of the function that adds up all decimals of a column. */
    static final String SUM = "entail_decimal_sum";

    /** What the message of an error says when a sum has too many digits. */
    static final String OUT_OF_RANGE = "entail: decimal out of range";

    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(28);

    private Decimals() {}

    /** Makes the collation and the function known to one connection. */
    static void register(Connection connection) throws SQLException {
        Collation.create(connection, COLLATION, new ByValue());
        Function.create(connection, ADD, new Add(), 2, Function.FLAG_DETERMINISTIC);
        Function.create(connection, SUM, new Sum(), 1, Function.FLAG_DETERMINISTIC);
    }

    static String canonical(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static final class ByValue extends Collation {
        @Override
        protected int xCompare(String left, String right) {
            try {
                return new BigDecimal(left).compareTo(new BigDecimal(right));
            } catch (NumberFormatException e) {
                // Text that is no number can only come from outside; it must have some place in the order.
                return left.compareTo(right);
            }
        }
    }

    private static final class Add extends Function {
        @Override
        protected void xFunc() throws SQLException {
            String left = value_text(0);
            String right = value_text(1);
            if (left == null || right == null) {
                result();
                return;
            }
            @Nullable BigDecimal sum = sum(left, right);
            if (sum == null) {
                error(OUT_OF_RANGE);
            } else {
                result(canonical(sum));
            }
        }

        private static @Nullable BigDecimal sum(String left, String right) {
            BigDecimal sum = new BigDecimal(left).add(new BigDecimal(right));
            return sum.abs().compareTo(LIMIT) < 0 ? sum : null;
        }
    }

    /** One object adds up one group: the JDBC driver copies it for each. */
    private static final class Sum extends Function.Aggregate {
        private @Nullable BigDecimal sum;

        @Override
        protected void xStep() throws SQLException {
            String value = value_text(0);
            if (value != null) {
                BigDecimal number = new BigDecimal(value);
                sum = sum == null ? number : sum.add(number);
            }
        }

        @Override
        protected void xFinal() throws SQLException {
            if (sum == null) {
                result();
            } else {
                result(canonical(sum));
            }
        }
    }
}
