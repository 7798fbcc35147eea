package dev.entail.driver.postgres;

import dev.entail.testkit.contract.driver.DriverContract;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(DatabaseProduct.POSTGRES)
@DisplayName("The driver contract")
final class PostgresContractTest extends DriverContract {}
