package dev.entail.driver.postgres;

import dev.entail.testkit.contract.runtime.RuntimeContract;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(DatabaseProduct.POSTGRES)
@DisplayName("The runtime contract")
final class PostgresRuntimeContractTest extends RuntimeContract {}
