package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what became of a local transaction whose outcome did not reach the server. */
public class LocalTransactionCheckerImpl implements LocalTransactionChecker {
  private static final Logger log = LoggerFactory.getLogger(LocalTransactionCheckerImpl.class);

  @Override
  public TransactionStatus check(Message msg) {
    CRC32 crc32 = new CRC32();
    crc32.update(msg.getBody());
    log.info("asked about {}, CRC {}", msg.getMsgID(), crc32.getValue());
    System.out.println("LocalTransactionCheckerImpl: " + new String(msg.getBody()));
    return TransactionStatus.CommitTransaction;
  }
}
