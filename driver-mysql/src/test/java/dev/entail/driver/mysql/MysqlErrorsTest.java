package dev.entail.driver.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Messages of MySQL and MariaDB")
final class MysqlErrorsTest {
    private static DatabaseError classify(int code, String message) {
        return new MysqlErrors().classify(new SQLException(message, "23000", code));
    }

    @Test
    @DisplayName("name the index, in MySQL with its table; the value cannot forge one")
    void unique() {
        DatabaseError mysql = classify(1062, "Duplicate entry 'a\n' for key 'x.y' for key 'User.User_name'");
        assertThat(mysql.errorClass()).isEqualTo(ErrorClass.UNIQUE);
        assertThat(mysql.table()).isEqualTo("User");
        assertThat(mysql.constraint()).isEqualTo("User_name");

        DatabaseError mariaDb = classify(1062, "Duplicate entry 'a' for key 'User_name'");
        assertThat(mariaDb.table()).isNull();
        assertThat(mariaDb.constraint()).isEqualTo("User_name");
    }

    @Test
    @DisplayName("name the check and the foreign key")
    void otherConstraints() {
        assertThat(classify(3819, "Check constraint 'ck' is violated.").constraint())
                .isEqualTo("ck");
        assertThat(classify(4025, "CONSTRAINT `ck` failed for `db`.`t`").constraint())
                .isEqualTo("ck");
        DatabaseError key = classify(
                1452,
                "Cannot add or update a child row: a foreign key constraint fails (`db`.`Child`, CONSTRAINT `fk` "
                        + "FOREIGN KEY (`a`, `b`) REFERENCES `Parent` (`id`, `c`))");
        assertThat(key.errorClass()).isEqualTo(ErrorClass.FOREIGN_KEY);
        assertThat(key.table()).isEqualTo("Child");
        assertThat(key.constraint()).isEqualTo("fk");
        assertThat(key.columns()).containsExactly("a", "b");
    }

    @Test
    @DisplayName("name the column")
    void columns() {
        assertThat(classify(1048, "Column 'name' cannot be null").columns()).containsExactly("name");
        assertThat(classify(1364, "Field 'name' doesn't have a default value").columns())
                .containsExactly("name");
        assertThat(classify(1406, "Data too long for column 'name' at row 1").columns())
                .containsExactly("name");
    }
}
