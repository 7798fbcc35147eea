package dev.entail.testkit.contract.driver;

import dev.entail.storage.spi.ColumnType;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import java.sql.Connection;
import java.sql.SQLException;

/** A table and one that refers to it, in the way that the dialect asks for. */
record ForeignKeys(ContractTable parent, ContractTable child) {
    /** The column of the child that refers to the parent. */
    static final String REFERENCE = "parent_id";

    static ForeignKeys create(ContractGroup group) throws SQLException {
        ContractTable parent = group.table(ColumnType.INTEGER);
        boolean inline = group.dialect().foreignKeysInline();
        String references = " REFERENCES " + parent.quoted() + " (" + parent.quoted(ContractTable.ID) + ")";
        ContractTable child =
                group.table(ContractGroup.freshName(), new Column(REFERENCE, ColumnType.ID, inline ? references : ""));
        if (!inline) {
            try (Connection connection = group.connect()) {
                ContractTable.execute(
                        connection,
                        "ALTER TABLE " + child.quoted() + " ADD CONSTRAINT "
                                + group.dialect().quote(child.name() + "_fk") + " FOREIGN KEY ("
                                + child.quoted(REFERENCE) + ")" + references);
            }
        }
        return new ForeignKeys(parent, child);
    }
}
