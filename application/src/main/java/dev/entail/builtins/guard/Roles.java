package dev.entail.builtins.guard;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the roles of users stand (ATR-04).
 *
 * @param users the entity of the users
 * @param path where their roles stand: a text, a list of texts, or texts of related records such as {@code roles.name}
 */
public record Roles(RecordDefinition users, String path) {
    public Roles {
        Objects.requireNonNull(users, "users");
        Objects.requireNonNull(path, "path");
    }

    /** Roles that stand at a dotted path of users. */
    public static Roles in(RecordDefinition users, String path) {
        return new Roles(users, path);
    }

    /** Who has this role. A user without roles, or one that does not exist, has none. */
    public Attributive role(String name) {
        return Attributive.reading(
                name,
                target -> Decision.allowIf(target.record(users, path)
                        .filter(user -> has(user, path, name))
                        .isPresent()),
                List.of(Query.of(users.name()).select(path)));
    }

    /** Everyone, with or without roles. */
    public Attributive anyone() {
        return Attributive.attributive("anyone", target -> Decision.allow());
    }

    private static boolean has(Row row, String path, String role) {
        int dot = path.indexOf('.');
        return dot < 0
                ? is(row.get(path), "", role)
                : is(row.get(path.substring(0, dot)), path.substring(dot + 1), role);
    }

    private static boolean is(@Nullable Object found, String rest, String role) {
        return switch (found) {
            case null -> false;
            case Row row -> has(row, rest, role);
            case Collection<?> many -> many.stream().anyMatch(each -> is(each, rest, role));
            default -> found.equals(role);
        };
    }
}
