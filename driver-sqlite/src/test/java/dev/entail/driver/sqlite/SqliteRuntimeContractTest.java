package dev.entail.driver.sqlite;

import dev.entail.testkit.contract.runtime.RuntimeContract;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(DatabaseProduct.SQLITE)
@DisplayName("The runtime contract")
final class SqliteRuntimeContractTest extends RuntimeContract {}
