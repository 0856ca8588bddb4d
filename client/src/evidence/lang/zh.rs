//! 中文。

use super::Words;
use limpid_evidence::verify::{Link, Outcome, Verdict};
use limpid_primitives::permit::{NotInForce, PermitStatus};

pub(super) const WORDS: Words = Words {
    title: "澄证：证据包核验报告",
    file: "文件    SHA-256 {sha256}",
    trust_root: "信任根  {chain}，创世块哈希 {genesis}，区块 {block}，验证人 {authorities} 名",
    outcome,
    link,
    reason: super::zh_reasons::reason,
    reason_line: "{reason}（{detail}）〔{code}〕",
    verdict,
    first_failed: "首个不成立的环节：{link}",
    remarks: "标有“!”的环节同样成立，但所述情况不可忽略。",
    claim_period: "前置网关 {gateway} 的批次 {first} 至 {last} 中，排放口 {outlet} 在 {from}（含）至 {until}（不含）期间的监测记录\
                   共 {records} 条，已全部列出，这些批次中无一遗漏。此后到达的数据在后续批次中，不在本文件范围内。",
    claim_nothing: "前置网关 {gateway} 的批次 {first} 至 {last} 中，排放口 {outlet} 在 {from}（含）至 {until}（不含）期间\
                    没有任何监测记录。此后到达的数据如有，在后续批次中，不在本文件范围内。",
    claim_record: "该监测记录属于排放口 {outlet}，在前置网关 {gateway} 的批次 {first} 中。本文件不涉及其他记录。",
    not_proven: "以下内容仅为文件所载，未经证明。",
    measured: "记录内容",
    record: "{observed}  {command}（CN {kind}）  设备 {mn}  到达 {received}  记录 {arrival}，批次 {batch}",
    record_file: "{observed}  文件 {media_type}，{length} 字节，SHA-256 {sha256}  到达 {received}  记录 {arrival}，批次 {batch}",
    unread: "报文：{text}",
    more_records: "……另有 {count} 条（--json 显示全部）",
    who: "来源",
    outlet: "排放口    {outlet}",
    gateway: "前置网关  {gateway}，行政区划 {division}，登记于 {registered}（区块 {block}）{status}",
    operator: "运行单位  {name}，{uscc}{status}",
    key: "密钥      第 {index} 号：{public}，启用于 {since}，{until}",
    binding: "设备      {mn} 绑定于该排放口，自 {from} 起，{until}",
    permit: "许可证    {number}，行政区划 {division}，核发机构 {issuer} 号；截至下列区块：{now}",
    permit_not_shown: "许可证    未出示：本文件没有说明排污许可证 {number} 是否有效。请向核发机关查证，或要求重新导出证据包",
    permit_absent: "许可证    没有：链上没有排污许可证 {number}。如该链本来登记许可证，请向核发机关查证",
    permit_undecodable: "许可证    {number}：链上所载内容无法读取",
    permit_standing: "          上链 {decided}（区块 {block}）：第 {version} 版，{status}，有效期自 {from}（含）至 {until}（不含），\
                      决定书 {document}",
    permit_span: "          {from}（含）至 {until}（不含）：{then}",
    permit_records: "          {records} 条记录中，{in_force} 条的监测时间在许可证有效期间",
    permit_of_record: "  许可证：{then}",
    permit_in_force: "第 {version} 版，有效",
    permit_not_in_force: "第 {version} 版，无效（{reason}）",
    permit_undecided: "尚无定论：晚于下列区块的时间",
    permit_later: "（在该时间之后才上链）",
    permit_status: |status| match status {
        PermitStatus::Active => "正常",
        PermitStatus::Suspended => "暂停",
        PermitStatus::Revoked => "吊销",
        PermitStatus::Withdrawn => "撤销",
        PermitStatus::Cancelled => "注销",
    },
    not_in_force: |reason| match reason {
        NotInForce::NotYetValid => "未到有效期",
        NotInForce::Expired => "已过有效期",
        NotInForce::Suspended => "已暂停",
        NotInForce::Revoked => "已吊销",
        NotInForce::Withdrawn => "已撤销",
        NotInForce::Cancelled => "已注销",
    },
    when: "固定时间（此后不可更改）",
    batch: "批次 {batch}  {records} 条记录，封批 {closed}，锚定 {anchored}（区块 {block}），{timing}",
    more_batches: "……另有 {count} 个批次，至批次 {last}（--json 显示全部）",
    as_of: "以上网关、单位、设备、许可证的状态取自区块 {block}（{time}）。",
    suspended: "，已自 {since} 起暂停",
    in_force: "有效",
    always: "最初",
    on_time: "按时",
    late: "迟到：锚定明显晚于封批或监测时间",
    ahead: "超前：网关时钟快于链上时间",
    unknown: "不详",
};

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "——成立",
        Outcome::Failed => "——不成立",
        Outcome::Undecided => "——无法判定",
        Outcome::NotReached => "——未核验",
    }
}

fn link(link: Link) -> &'static str {
    match link {
        Link::Format => "格式：文件是证据包，且属于信任根所在的链",
        Link::Frame => "报文：每条报文完整（CRC 校验），设备、命令、时间与记录一致",
        Link::Leaf => "入批：每条记录逐字节包含在其批次中",
        Link::Range => "完整：所声明范围内的记录在批次中无一遗漏",
        Link::Sequence => "连续：各批次首尾相接，没有缺号",
        Link::Signature => "签名：每个批次均由网关已登记的密钥签名",
        Link::Anchor => "锚定：链上保存的批头与文件一致",
        Link::State => "状态：链上内容属于同一区块的状态",
        Link::Header => "区块头：该区块的区块头完整",
        Link::Finality => "终局：超过三分之二票权的验证人确认了该区块",
        Link::Lineage => "传承：这些验证人由信任根逐次交接而来",
        Link::Gateway => "网关：前置网关及其运行单位已登记",
        Link::Binding => "绑定：该时间设备绑定于该排放口",
        Link::Permit => "许可：链上所载的该排放口排污许可证（只作陈述，不作评判）",
        Link::Clock => "时钟：各时钟的差值已知（本环节仅供参考，不影响结论）",
        // A title's, and a share bundle's.
        Link::Lot
        | Link::Parts
        | Link::Allocation
        | Link::Class
        | Link::Holding
        | Link::Holder
        | Link::Request
        | Link::DataSet
        | Link::Version
        | Link::Grant
        | Link::Receipt
        | Link::Party => "",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Verified => "结论：核验通过，各环节均成立。",
        Verdict::Refuted => "结论：核验不符，本文件不能证明任何内容。",
        Verdict::Undecided => "结论：无法判定。以此信任根既不能确认也不能否定本文件。",
    }
}
