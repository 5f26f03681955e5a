import com.alibaba.ons.open.trace.core.common.OnsTraceConstants;
import com.aliyun.openservices.ons.api.ExactlyOnceONSFactory;
import com.aliyun.openservices.ons.api.impl.ONSFactoryImpl;
import com.aliyun.openservices.ons.api.impl.rocketmq.ProducerImpl;
import com.aliyun.openservices.ons.client.ClientAbstract;
import com.aliyun.openservices.ons.shaded.io.grpc.Context;
import com.aliyun.openservices.shade.com.alibaba.fastjson.JSON;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.exception.MQClientException;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.producer.DefaultMQProducer;
import com.aliyun.openservices.shade.io.netty.buffer.ByteBuf;

/** Imports from inside of the published clients: some of it ons-client-compat has. Not compiled. */
class Inside {}
