package dev.entail.driver.mysql;

import dev.entail.testkit.contract.runtime.RuntimeContract;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(DatabaseProduct.MYSQL)
@DisplayName("The runtime contract")
final class MysqlRuntimeContractTest extends RuntimeContract {}
