package dev.entail.driver.sqlite;

import dev.entail.testkit.contract.driver.DriverContract;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(DatabaseProduct.SQLITE)
@DisplayName("The driver contract")
final class SqliteContractTest extends DriverContract {}
