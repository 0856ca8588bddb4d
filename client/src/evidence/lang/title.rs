//! The words of titles.

use super::Language;
use limpid_evidence::verify::Link;
use limpid_primitives::quota::Cause;

/// Words and sentences of a report on a title. Names in braces are filled in.
pub(in crate::evidence) struct TitleWords {
    pub(in crate::evidence) title: &'static str,
    /// What a link shows when it passes.
    pub(in crate::evidence) link: fn(Link) -> &'static str,
    pub(in crate::evidence) claim: &'static str,
    pub(in crate::evidence) current: &'static str,
    pub(in crate::evidence) passed: &'static str,
    pub(in crate::evidence) ended: &'static str,
    pub(in crate::evidence) frozen: &'static str,
    pub(in crate::evidence) leased: &'static str,
    pub(in crate::evidence) set_aside: &'static str,
    pub(in crate::evidence) class: &'static str,
    pub(in crate::evidence) lots: &'static str,
    pub(in crate::evidence) lot: &'static str,
    pub(in crate::evidence) part: &'static str,
    pub(in crate::evidence) granted: &'static str,
    pub(in crate::evidence) deducted: &'static str,
    pub(in crate::evidence) more: &'static str,
    pub(in crate::evidence) who: &'static str,
    pub(in crate::evidence) institution: &'static str,
    pub(in crate::evidence) as_of: &'static str,
}

impl Language {
    pub(in crate::evidence) fn title_words(self) -> &'static TitleWords {
        match self {
            Language::Zh => &ZH,
            Language::En => &EN,
        }
    }
}

const EN: TitleWords = TitleWords {
    title: "Limpid: verification of a title of quota",
    link: |link| match link {
        Link::Format => "the file is a title of the trust root's chain",
        Link::Lot => "every lot it came from is there, older than what came from it, of the same class",
        Link::Parts => "what lots got from each other adds up to the gram",
        Link::Allocation => "the first lots were allocated by decisions the chain keeps, and nothing came from elsewhere",
        Link::Class => "the class is defined",
        Link::Holding => "what is left of the lot, and what is frozen or set aside of it (stated, not judged)",
        Link::Holder => "who held and who allocated it is admitted to the chain",
        Link::State => "what is said of the chain stands in the state of one block",
        Link::Header => "that block's header is whole",
        Link::Finality => "validators with more than two thirds of the votes finalised that block",
        Link::Lineage => "those validators follow from the trust root",
        _ => "",
    },
    claim: "Lot {lot} of {amount} came to {holder} {cause} ({time}, block {block}).",
    current: "{left} of it are left with the holder at the block below.",
    passed: "NOTHING of it is left with the holder: all of it is in later lots.",
    ended: "It has ENDED: nobody can have it any more.",
    frozen: "FROZEN by courts: {amount} of the holding.",
    leased: "TO BE GIVEN BACK to lessors: {amount} of the holding.",
    set_aside: "Set aside for orders and offers: {amount} of the holding.",
    class: "class       {class}: {pollutant}, {zone}, for {first} to {last}, valid through {expires}, {sector}",
    lots: "How it came to its holder, the newest first",
    lot: "lot {lot}  {amount}  {holder}  {cause}  {time} (block {block})",
    part: "  {amount} of lot {lot}",
    granted: "  granted {amount} by institution {by}, decision {document}",
    deducted: "  {amount} of it were deducted for shortfalls",
    more: "… and {count} more (--json shows all)",
    who: "By whom",
    institution: "{institution}  {name}, {uscc}{status}",
    as_of: "State of block {block}, {time}: what is said here of what is left, frozen or set aside held then.",
};

const ZH: TitleWords = TitleWords {
    title: "澄证：排污权权属文件核验",
    link: |link| match link {
        Link::Format => "格式：文件是权属文件，且属于信任根所在的链",
        Link::Lot => "单元：其来源的各配额单元齐备，先后有序，品类相同",
        Link::Parts => "数量：各单元之间的数量精确到克，收支相符",
        Link::Allocation => "核定：最初的各单元均由链上所载决定核定，别无来源",
        Link::Class => "品类：该品类已设立",
        Link::Holding => "持有：该单元尚余多少、冻结或占用多少（只作陈述，不作评判）",
        Link::Holder => "主体：各持有人和核定部门均已获准入链",
        Link::State => "状态：链上内容属于同一区块的状态",
        Link::Header => "区块头：该区块的区块头完整",
        Link::Finality => "终局：超过三分之二票权的验证人确认了该区块",
        Link::Lineage => "传承：这些验证人由信任根逐次交接而来",
        _ => "",
    },
    claim: "配额单元 {lot}，{amount}，因{cause}归于 {holder}（{time}，区块 {block}）。",
    current: "截至下述区块，其中 {left} 仍由该持有人持有。",
    passed: "该持有人手中已无余量：全部转入其后的单元。",
    ended: "该单元已终止：任何人不再持有。",
    frozen: "法院冻结：该持有人所持中的 {amount}。",
    leased: "须归还出租人：该持有人所持中的 {amount}。",
    set_aside: "为委托和要约占用：该持有人所持中的 {amount}。",
    class: "品类        {class}：{pollutant}，{zone}，{first} 至 {last} 年度，有效期至 {expires}，{sector}",
    lots: "来源（自新至旧）",
    lot: "单元 {lot}  {amount}  {holder}  {cause}  {time}（区块 {block}）",
    part: "  其中 {amount} 来自单元 {lot}",
    granted: "  核定 {amount}，机构 {by}，决定 {document}",
    deducted: "  其中 {amount} 因以往缺口核减",
    more: "……另有 {count} 个（--json 显示全部）",
    who: "主体",
    institution: "{institution}  {name}，{uscc}{status}",
    as_of: "以上余量、冻结、占用的状态取自区块 {block}（{time}）。",
};

/// Why a lot was made, in words.
pub fn cause_words(cause: &Cause, language: Language) -> String {
    let zh = language == Language::Zh;
    let said = |en: String, chinese: String| if zh { chinese } else { en };
    match cause {
        Cause::Allocation { .. } => said("by allocation".into(), "核定".into()),
        Cause::Transfer { offer } => said(
            format!("by transfer, offer {offer}"),
            format!("协议转让（要约 {offer}）"),
        ),
        Cause::Lease { lease } => said(format!("on lease {lease}"), format!("租赁 {lease}")),
        Cause::LeaseReturn { lease } => said(
            format!("back from lease {lease}"),
            format!("租赁 {lease} 归还"),
        ),
        Cause::BuyBack { offer } => said(
            format!("by buy-back, offer {offer}"),
            format!("回购（要约 {offer}）"),
        ),
        Cause::TakeBack { .. } => said("taken back by decision".into(), "收回".into()),
        Cause::Trade { trade } => said(format!("by trade {trade}"), format!("成交 {trade}")),
        Cause::Auction { auction } => {
            said(format!("at auction {auction}"), format!("拍卖 {auction}"))
        }
        Cause::BlockTrade { trade } => said(
            format!("by negotiated trade {trade}"),
            format!("协商交易 {trade}"),
        ),
        Cause::Surrender { permit, year } => said(
            format!("surrendered for {permit}, {year}"),
            format!("清缴（{permit}，{year} 年度）"),
        ),
        Cause::Retirement { .. } => said("given up".into(), "注销".into()),
        Cause::Expiry => said("expired".into(), "失效".into()),
        Cause::Join => said("joined with an allocation".into(), "与新核定合并".into()),
    }
}
